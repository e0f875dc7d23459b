import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApiObject, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Environment } from './environments';
import { containerDefaults, patch, patchWorkload, scratch, timing, workloadDefaults } from './pods';

const scripts = 'src/assets';
const user = 999;

/** A password that the cluster makes once, where it has the External Secrets Operator. */
function password(scope: Construct, name: string, { cluster }: Environment, username?: string): kplus.ISecret {
  if (cluster) {
    const generator = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password' };
    new ApiObject(scope, `${name}-password`, {
      ...generator,
      metadata: { name },
      spec: { length: 32, digits: 8, symbols: 0, noUpper: false, allowRepeat: true },
    });
    new ApiObject(scope, `${name}-secret`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name },
      spec: {
        refreshPolicy: 'CreatedOnce',
        dataFrom: [{ sourceRef: { generatorRef: { ...generator, name } } }],
        target: {
          name,
          creationPolicy: 'Orphan',
          deletionPolicy: 'Retain',
          immutable: true,
          template: {
            engineVersion: 'v2',
            mergePolicy: 'Replace',
            data: { ...(username && { username }), password: '{{ .password }}' },
          },
        },
      },
    });
  }
  return kplus.Secret.fromSecretName(scope, name, name);
}

/** A server with one volume and a Service. */
abstract class Server extends Construct {
  readonly statefulSet: kplus.StatefulSet;
  readonly service: kplus.Service;

  constructor(scope: Construct, name: string, port: kplus.ServicePort, graceSeconds: number, annotations = {}) {
    super(scope, name);
    this.service = new kplus.Service(this, 'service', { metadata: { name }, ports: [port] });
    this.statefulSet = new kplus.StatefulSet(this, 'stateful-set', {
      ...workloadDefaults(this, name, user, graceSeconds),
      podMetadata: { annotations },
      service: this.service,
    });
    patchWorkload(this.statefulSet);
  }

  /** Keeps a folder: on the node, or by a claim template. */
  protected keep(container: kplus.Container, path: string, size: Size, { node, cluster }: Environment): void {
    const { name } = this.statefulSet;
    const storage = kplus.k8s.Quantity.fromString(`${size.toGibibytes()}Gi`);
    const accessModes = [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE];
    if (node) {
      const claimName = `${name}-data`;
      const volume = new kplus.k8s.KubePersistentVolume(this, 'volume', {
        metadata: { name: `voting-${claimName}` },
        spec: {
          accessModes,
          capacity: { storage },
          claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'voting', name: claimName },
          local: { path: `${node.root}/voting/${claimName}` },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node.name] }] },
              ],
            },
          },
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName: 'manual',
          volumeMode: 'Filesystem',
        },
      });
      const claim = new kplus.PersistentVolumeClaim(this, 'claim', {
        metadata: { name: claimName },
        accessModes,
        storage: size,
        storageClassName: 'manual',
        volume: kplus.PersistentVolume.fromPersistentVolumeName(this, 'bound', volume.name),
      });
      container.mount(path, kplus.Volume.fromPersistentVolumeClaim(this, 'data', claim, { name: 'data' }));
    }
    if (cluster) {
      patch(this.statefulSet, {
        '/spec/persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Retain' },
        '/spec/volumeClaimTemplates': [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'data' },
            spec: {
              accessModes,
              resources: { requests: { storage } },
              storageClassName: cluster.storageClass,
              volumeMode: 'Filesystem',
            },
          },
        ],
        '/spec/template/spec/containers/0/volumeMounts/-': { name: 'data', mountPath: path },
      });
    }
  }
}

export class Redis extends Server {
  readonly env: Readonly<Record<string, kplus.EnvValue>>;

  constructor(scope: Construct, environment: Environment) {
    const files = {
      'start.sh': readFileSync(`${scripts}/redis/start.sh`, 'utf8'),
      'redis.conf': `bind * -::*
port 6379
dir /data
maxmemory 179mb
maxmemory-policy noeviction
appendonly yes
save ""
`,
    };
    const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex');
    super(scope, 'redis', { name: 'redis', port: 6379 }, 30, { 'config-hash': hash });
    const secret = password(this, 'redis-password', environment);
    const value = kplus.EnvValue.fromSecretValue({ secret, key: 'password' });
    const pong = ['sh', '-c', '[ "$(redis-cli ping)" = PONG ]'];
    const container = this.statefulSet.addContainer({
      ...containerDefaults,
      name: 'redis',
      image: 'redis:8.10.1',
      command: ['sh', '/opt/redis/start.sh', '/etc/redis/redis.conf'],
      envVariables: { REDISCLI_AUTH: value },
      ports: [{ name: 'redis', number: 6379 }],
      startup: kplus.Probe.fromCommand(pong, timing(5, 120)),
      readiness: kplus.Probe.fromCommand(pong, timing(10, 3)),
      liveness: kplus.Probe.fromCommand(['redis-cli', 'ping'], timing(20, 6)),
    });
    const map = new kplus.ConfigMap(this, 'config', { metadata: { name: 'redis-config' }, data: files });
    const config = kplus.Volume.fromConfigMap(this, 'config-volume', map, { name: 'config' });
    container.mount('/opt/redis/start.sh', config, { subPath: 'start.sh', readOnly: true });
    container.mount('/etc/redis/redis.conf', config, { subPath: 'redis.conf', readOnly: true });
    scratch(this, container, 'run', '/run/redis', {
      medium: kplus.EmptyDirMedium.MEMORY,
      sizeLimit: Size.mebibytes(1),
    });
    scratch(this, container, 'tmp', '/tmp');
    this.keep(container, '/data', Size.gibibytes(1), environment);
    this.env = {
      REDIS_HOST: kplus.EnvValue.fromValue('redis.voting.svc.cluster.local'),
      REDIS_PORT: kplus.EnvValue.fromValue('6379'),
      REDIS_PASSWORD: value,
      REDIS_URL: kplus.EnvValue.fromValue('redis://:$(REDIS_PASSWORD)@redis.voting.svc.cluster.local:6379'),
    };
  }
}

export class Database extends Server {
  readonly env: Readonly<Record<string, kplus.EnvValue>>;

  constructor(scope: Construct, environment: Environment) {
    super(scope, 'db', { name: 'postgres', port: 5432 }, 120);
    const superuser = password(this, 'db-superuser', environment, 'postgres');
    const owner = password(this, 'db-owner', environment, 'votes');
    const ready = ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres', '-d', 'votes'];
    const secrets = '/run/secrets/postgres';
    const container = this.statefulSet.addContainer({
      ...containerDefaults,
      name: 'db',
      image: 'postgres:18.6',
      args: ['postgres', '-c', 'shared_buffers=64MB'],
      envVariables: {
        PGDATA: kplus.EnvValue.fromValue('/var/lib/postgresql/18/docker'),
        POSTGRES_DB: kplus.EnvValue.fromValue('votes'),
        POSTGRES_USER: kplus.EnvValue.fromValue('postgres'),
        POSTGRES_PASSWORD_FILE: kplus.EnvValue.fromValue(`${secrets}/superuser-password`),
        DATABASE_OWNER: kplus.EnvValue.fromValue('votes'),
        DATABASE_OWNER_PASSWORD_FILE: kplus.EnvValue.fromValue(`${secrets}/owner-password`),
      },
      ports: [{ name: 'postgres', number: 5432 }],
      startup: kplus.Probe.fromCommand(ready, timing(10, 180)),
      readiness: kplus.Probe.fromCommand(ready, timing(10, 3)),
    });
    const scriptsMap = new kplus.ConfigMap(this, 'init-scripts', {
      metadata: { name: 'db-initdb' },
      data: { '00-owner.sh': readFileSync(`${scripts}/postgres/00-owner.sh`, 'utf8') },
    });
    const init = kplus.Volume.fromConfigMap(this, 'init-volume', scriptsMap, { name: 'db-initdb' });
    container.mount('/docker-entrypoint-initdb.d', init, { readOnly: true });
    scratch(this, container, 'run', '/var/run/postgresql', { sizeLimit: Size.mebibytes(16) });
    scratch(this, container, 'tmp', '/tmp');
    scratch(this, container, 'shared-memory', '/dev/shm', {
      medium: kplus.EmptyDirMedium.MEMORY,
      sizeLimit: Size.mebibytes(64),
    });
    this.keep(container, '/var/lib/postgresql', Size.gibibytes(5), environment);
    const passwordOf = ({ name }: kplus.ISecret, path: string) => ({
      secret: { name, items: [{ key: 'password', path }] },
    });
    patch(this.statefulSet, {
      '/spec/template/spec/volumes/-': {
        name: 'credentials',
        projected: {
          defaultMode: 0o440,
          sources: [passwordOf(superuser, 'superuser-password'), passwordOf(owner, 'owner-password')],
        },
      },
      '/spec/template/spec/containers/0/volumeMounts/-': { name: 'credentials', mountPath: secrets, readOnly: true },
    });
    this.env = {
      DB_HOST: kplus.EnvValue.fromValue('db.voting.svc.cluster.local'),
      DB_PORT: kplus.EnvValue.fromValue('5432'),
      DB_NAME: kplus.EnvValue.fromValue('votes'),
      DB_USER: kplus.EnvValue.fromSecretValue({ secret: owner, key: 'username' }),
      DB_PASSWORD: kplus.EnvValue.fromSecretValue({ secret: owner, key: 'password' }),
    };
  }
}
