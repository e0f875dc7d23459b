import { load } from 'js-yaml';
import { validateObject } from '../../../src/checks/schemas';
import { quantityValue } from '../../../src/kubernetes';
import { canReach } from '../../../src/manifests/network';
import { type Any, both, index, local, type Output, production } from './output';

const app = 'zamperla-app';
const workers = ['data-sftp-downloader', 'data-postprocessor', 'data-reporter'];
const scaledJobs = (output: Output) =>
  workers.map((name) => output.get('ScaledJob', `${name}-scaledjob`).object.spec as Any);
const container = (pod: Any, name: string) => pod.containers.find((c: Any) => c.name === name);
const zamperlaPods = (output: Output) => output.pods.filter(({ found }) => found.system === 'zamperla');
const config = (output: Output, name: string) => output.get('ConfigMap', name).object.data as Record<string, string>;
const definitions = (output: Output) => JSON.parse(config(output, 'rabbitmq-definitions')['definitions.json']!);
const podOf = (output: Output, kind: string, name: string) => output.get(kind, name).object.spec.template.spec as Any;
const tierOf = (output: Output, tier: string) => {
  const pod = output.pods.find(({ template }) => template.metadata.labels.tier === tier);
  if (!pod) throw new Error(`no pod of tier ${tier}`);
  return { namespace: pod.found.namespace!, labels: pod.template.metadata.labels };
};

describe.each(both)('Zamperla Analytics, $environment', (output) => {
  test('1: exactly four priority classes with the values and preemption policies of the source, none the default', () => {
    const classes = output
      .ofKind('PriorityClass')
      .map(({ object }) => [object.metadata.name, object.value, object.preemptionPolicy, object.globalDefault]);
    expect(new Map(classes.map(([name, ...rest]) => [name, rest]))).toEqual(
      new Map([
        ['always-up', [1_000_000, 'PreemptLowerPriority', undefined]],
        ['high-priority', [100_000, 'Never', undefined]],
        ['mid-priority', [10_000, 'Never', undefined]],
        ['low-priority', [1_000, 'Never', undefined]],
      ]),
    );
  });

  test('2: every pod names a priority class that the output defines; the broker is always up', () => {
    const defined = output.ofKind('PriorityClass').map(({ name }) => name);
    expect(zamperlaPods(output)).toHaveLength(12);
    for (const { template } of output.pods) expect(defined).toContain(template.spec.priorityClassName);
    const classes = new Map(
      zamperlaPods(output).map(({ template }) => [template.metadata.labels.tier, template.spec.priorityClassName]),
    );
    expect(Object.fromEntries(classes)).toEqual({
      db: 'always-up',
      'db-migration': 'always-up',
      'db-roles': 'always-up',
      rabbitmq: 'always-up',
      'rabbitmq-definitions': 'always-up',
      data: 'always-up',
      backend: 'always-up',
      ui: 'always-up',
      'data-sftp-downloader': 'high-priority',
      'data-postprocessor': 'mid-priority',
      'data-reporter': 'low-priority',
      'file-retention': 'low-priority',
    });
  });

  test('3: three ScaledJobs with names and queues of their own', () => {
    expect(
      output
        .ofKind('ScaledJob')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(workers.map((name) => `${name}-scaledjob`).sort());
    expect(scaledJobs(output).map((spec) => spec.triggers[0].metadata.queueName)).toEqual([
      'sftp-download',
      'post-process',
      'report',
    ]);
  });

  test('4: jobs never restart, count over the management API with the default strategy, and roll out gradually', () => {
    for (const spec of scaledJobs(output)) {
      expect(spec.jobTargetRef.template.spec.restartPolicy).toBe('Never');
      expect(spec.triggers).toHaveLength(1);
      expect(spec.triggers[0].metadata).toMatchObject({ protocol: 'http', mode: 'QueueLength', value: '1' });
      expect(spec.scalingStrategy).toBeUndefined();
      expect(spec.rollout).toEqual({ strategy: 'gradual' });
    }
  });

  test('5: no credentials in addresses; triggers log in by a TriggerAuthentication whose Secret and keys are promised', () => {
    for (const { object } of output.objects)
      expect(JSON.stringify(object)).not.toMatch(/amqps?:\/\/[^$\s"[]*:[^$\s"]*@/);
    for (const spec of scaledJobs(output)) {
      expect(spec.triggers[0].metadata.host).not.toContain('@');
      const authentication = output.get('TriggerAuthentication', spec.triggers[0].authenticationRef.name);
      for (const { name, key } of authentication.object.spec.secretTargetRef) {
        const secret = index.secrets.find(
          (s) => s.environment === output.environment && s.namespace === 'zamperla' && s.name === name,
        );
        expect(secret?.keys.map((k) => k.key)).toContain(key);
      }
    }
  });

  test("6: the trigger's host is fully qualified and names the broker's namespace", () => {
    const { namespace } = output.get('StatefulSet', 'rabbitmq');
    for (const spec of scaledJobs(output)) {
      expect(spec.triggers[0].metadata.host).toBe(`http://rabbitmq-service.${namespace}.svc.cluster.local:15672`);
    }
  });

  test('7: triggers, jobs and broker definitions agree on three durable queues, each with its dead-letter queue', () => {
    const inTriggers = scaledJobs(output).map((spec) => spec.triggers[0].metadata.queueName);
    const inJobs = scaledJobs(output).map(
      (spec) =>
        container(spec.jobTargetRef.template.spec, spec.jobTargetRef.template.metadata.labels.tier).env.find(
          (e: Any) => e.name === 'QUEUE',
        ).value,
    );
    const { queues, policies, vhosts } = definitions(output);
    expect(inJobs).toEqual(inTriggers);
    expect(queues.map((q: Any) => q.name).sort()).toEqual(
      [...inTriggers, ...inTriggers.map((name: string) => `${name}.dead-letter`)].sort(),
    );
    for (const queue of queues)
      expect(queue).toMatchObject({ durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } });
    for (const name of inTriggers) {
      const policy = policies.find((p: Any) => new RegExp(p.pattern).test(name));
      expect(policy.definition).toMatchObject({
        'delivery-limit': 20,
        'dead-letter-exchange': 'dead-letter',
        'dead-letter-routing-key': name,
      });
    }
    for (const spec of scaledJobs(output)) expect(spec.triggers[0].metadata.vhostName).toBe(vhosts[0].name);
  });

  test('8: one command a container: the entrypoint around the job, which declares nothing', () => {
    for (const spec of scaledJobs(output)) {
      expect(spec.jobTargetRef.template.spec.containers).toHaveLength(1);
      const [job] = spec.jobTargetRef.template.spec.containers;
      expect(job.command).toEqual(['python3', '/opt/queue-worker/consume.py', '--', './job.py']);
      expect(job.args).toBeUndefined();
    }
  });

  test('9: no ConfigMap key tells of a secret; the database logins come from Secrets, one for each tier', () => {
    for (const { object } of output.ofKind('ConfigMap')) {
      for (const key of Object.keys(object.data ?? {})) expect(key).not.toMatch(/password|secret|token/i);
    }
    const users = ['data', 'backend', ...workers];
    for (const tier of users) {
      const pod = output.pods.find(({ template }) => template.metadata.labels.tier === tier)!.template.spec;
      const env = new Map(container(pod, tier).env.map((e: Any) => [e.name, e.valueFrom?.secretKeyRef]));
      expect(env.get('DATABASE_PASSWORD')).toEqual({ name: `db-user-${tier}`, key: 'password' });
      expect(env.get('DATABASE_USER')).toEqual({ name: `db-user-${tier}`, key: 'username' });
    }
    const asOwner = output.pods.filter(({ template }) => JSON.stringify(template.spec).includes('"db-owner"'));
    const names = asOwner.map(({ template }) => template.metadata.labels.tier);
    expect(names.sort()).toEqual(['db', 'db-migration', 'db-roles']);
    const db = container(podOf(output, 'StatefulSet', 'db'), 'db');
    const env = new Map(db.env.map((e: Any) => [e.name, e.value]));
    expect(env.get('POSTGRES_PASSWORD')).toBeUndefined();
    expect(env.get('POSTGRES_PASSWORD_FILE')).toMatch(/^\/run\/secrets\//);
  });

  test('10: the other Services are reached from inside only', () => {
    for (const name of ['db-service', 'rabbitmq-service', 'backend-service', 'data-service']) {
      expect(output.get('Service', name).object.spec.type).toBe('ClusterIP');
    }
  });

  test('11: the database is a StatefulSet of one, laid out for its major version, with the init SQL from a ConfigMap', () => {
    const { spec } = output.get('StatefulSet', 'db').object;
    const db = container(spec.template.spec, 'db');
    expect(spec.replicas).toBe(1);
    expect(db.image).toBe('postgres:18.6');
    expect(db.env.find((e: Any) => e.name === 'PGDATA').value).toBe('/var/lib/postgresql/18/docker');
    const mount = (path: string) => db.volumeMounts.find((m: Any) => m.mountPath === path);
    expect(mount('/var/lib/postgresql')).toBeDefined();
    const init = spec.template.spec.volumes.find((v: Any) => v.name === mount('/docker-entrypoint-initdb.d').name);
    expect(init.configMap.name).toBe('db-initdb-config');
    expect(config(output, 'db-initdb-config')['initdb.sql']).toContain('CREATE TABLE IF NOT EXISTS park');
  });

  test('12: no volume has a namespace; each binds one claim of equal class, mode and size, and is kept', () => {
    for (const { object } of output.ofKind('PersistentVolume')) {
      expect(object.metadata.namespace).toBeUndefined();
      expect(object.spec.persistentVolumeReclaimPolicy).toBe('Retain');
      const { namespace, name } = object.spec.claimRef;
      const claim = output.ofKind('PersistentVolumeClaim').filter((c) => c.namespace === namespace && c.name === name);
      expect(claim).toHaveLength(1);
      expect(claim[0]!.object.spec).toMatchObject({
        volumeName: object.metadata.name,
        storageClassName: object.spec.storageClassName,
        accessModes: object.spec.accessModes,
        volumeMode: object.spec.volumeMode,
        resources: { requests: { storage: object.spec.capacity.storage } },
      });
    }
  });

  test('13: Data is one pod that is never doubled; its five mounts are there and the jobs share them', () => {
    const { spec } = output.get('Deployment', 'data').object;
    expect([spec.replicas, spec.strategy]).toEqual([1, { type: 'Recreate' }]);
    const mounts = {
      '/app/config.cfg': 'data-config-volume',
      '/app/logs': 'data-logs-volume',
      '/app/z_acq': 'data-z-acq-volume',
      '/app/zamperla_data': 'data-zamperla-data-volume',
      '/app/Storage': 'data-storage-volume',
    };
    const pods = [spec.template.spec, ...scaledJobs(output).map((job) => job.jobTargetRef.template.spec)];
    for (const pod of pods) {
      const found = new Map(pod.containers[0].volumeMounts.map((m: Any) => [m.mountPath, m.name]));
      for (const [path, name] of Object.entries(mounts)) expect(found.get(path)).toBe(name);
      expect(pod.containers[0].volumeMounts.find((m: Any) => m.mountPath === '/app/config.cfg').subPath).toBe(
        'config.cfg',
      );
    }
    for (const name of ['logs', 'z-acq', 'zamperla-data', 'storage']) {
      expect(output.get('PersistentVolumeClaim', `data-${name}-volume-claim`).object.spec.accessModes).toEqual([
        'ReadWriteMany',
      ]);
    }
  });

  test('14: requests everywhere, memory limit = request, pinned images, probes where they belong', () => {
    for (const { found, template } of output.pods) {
      for (const c of [...template.spec.containers, ...(template.spec.initContainers ?? [])]) {
        const where = `${found.path} ${c.name}`;
        expect([where, c.resources.requests.cpu, c.resources.requests.memory]).toEqual([
          where,
          expect.any(String),
          c.resources.limits.memory,
        ]);
        expect(c.image).toMatch(/:v?\d+\.\d+(\.\d+)?[\w.-]*(@sha256:[0-9a-f]{64})?$/);
      }
      const runsForEver = ['Deployment', 'StatefulSet'].includes(found.kind);
      for (const c of template.spec.containers)
        expect([found.path, c.readinessProbe !== undefined]).toEqual([found.path, runsForEver]);
    }
    const alive = zamperlaPods(output)
      .filter(({ template }) => template.spec.containers.some((c: Any) => c.livenessProbe))
      .map(({ template }) => template.metadata.labels.tier);
    expect(alive.sort()).toEqual(['backend', 'data', 'ui']);
  });

  test('15: Prometheus reads the file that is mounted, keeps data by time and size, and has the six scrape jobs', () => {
    const pod = podOf(output, 'StatefulSet', 'prometheus');
    const prometheus = container(pod, 'prometheus');
    const flag = prometheus.args.find((arg: string) => arg.startsWith('--config.file=')).slice('--config.file='.length);
    const [folder, file] = [flag.slice(0, flag.lastIndexOf('/')), flag.slice(flag.lastIndexOf('/') + 1)];
    const volume = pod.volumes.find(
      (v: Any) => v.name === prometheus.volumeMounts.find((m: Any) => m.mountPath === folder).name,
    );
    const text = config(output, volume.configMap.name)[file]!;
    const parsed = load(text) as Any;
    expect(Object.keys(parsed)).toContain('global');
    const retention = parsed.storage.tsdb.retention;
    expect(retention.time).toBe(output.environment === 'local' ? '12h' : '15d');
    expect(retention.size ?? retention.percentage).toBeDefined();
    const jobs = parsed.scrape_configs.map((job: Any) => job.job_name);
    for (const name of [
      'kubernetes-apiservers',
      'kubernetes-nodes',
      'kubernetes-pods',
      'kubernetes-service-endpoints',
      'kubernetes-cadvisor',
      'kube-state-metrics',
    ]) {
      expect(jobs).toContain(name);
    }
  });

  test("16: Grafana's datasource is an emitted Service, its login a Secret, its dashboards provisioned", () => {
    const pod = podOf(output, 'Deployment', 'grafana');
    const datasource = output
      .ofKind('ConfigMap')
      .flatMap(({ object }) => Object.values(object.data ?? {}))
      .map((text) => (text.includes('datasources:') ? (load(text) as Any) : undefined))
      .find((parsed) => parsed?.datasources)?.datasources[0];
    const url = new URL(datasource.url);
    const [service, namespace] = url.hostname.split('.');
    const found = output.get('Service', service!);
    expect(found.namespace).toBe(namespace);
    expect(found.object.spec.ports.map((p: Any) => String(p.port))).toContain(url.port);
    const env = new Map(container(pod, 'grafana').env.map((e: Any) => [e.name, e]));
    expect([...env.keys()].join(' ')).toMatch(/GF_SECURITY_ADMIN_PASSWORD__FILE/);
    expect(
      output
        .ofKind('ConfigMap')
        .some(({ object }) =>
          Object.keys(object.data ?? {}).some((key) => key.endsWith('.json') && key !== 'definitions.json'),
        ),
    ).toBe(true);
  });

  test('17: Prometheus has an account of its own, without the kubelet proxy', () => {
    const account = podOf(output, 'StatefulSet', 'prometheus').serviceAccountName;
    const binding = output
      .ofKind('ClusterRoleBinding')
      .find(({ object }) => (object.subjects as Any[])[0].name === account);
    expect(binding!.object.subjects).toEqual([{ kind: 'ServiceAccount', name: account, namespace: 'monitoring' }]);
    const role = output.get('ClusterRole', (binding!.object.roleRef as Any).name).object.rules as Any[];
    const resources = role.flatMap((rule) => rule.resources ?? []);
    expect(resources).not.toContain('nodes/proxy');
    expect(resources).toEqual(expect.arrayContaining(['nodes/metrics', 'endpointslices']));
  });

  test('18: data of Prometheus and Grafana lies on claims', () => {
    const pods = [output.get('StatefulSet', 'prometheus').object.spec, output.get('Deployment', 'grafana').object.spec];
    for (const spec of pods) {
      const claims = [
        ...(spec.volumeClaimTemplates ?? []),
        ...spec.template.spec.volumes.filter((v: Any) => v.persistentVolumeClaim),
      ];
      expect(claims.length).toBeGreaterThan(0);
    }
  });

  test('19: the waves of the Applications follow the order of the source', () => {
    const wave = (name: string) =>
      Number(output.get('Application', name).object.metadata.annotations!['argocd.argoproj.io/sync-wave']);
    const order = ['namespaces', 'zamperla-data', 'zamperla-app', 'zamperla-workers'].map(wave);
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
    expect(wave('priority-classes')).toBeLessThan(wave('zamperla-data'));
    expect(wave('keda')).toBeLessThan(wave('zamperla-workers'));
    const inside = (kind: string, name: string) => output.get(kind, name).wave;
    expect(inside('StatefulSet', 'db')).toBeLessThan(inside('Job', 'db-migration'));
    expect(inside('Deployment', 'data')).toBeLessThan(inside('Deployment', 'backend'));
    expect(inside('Deployment', 'backend')).toBeLessThan(inside('Deployment', 'ui'));
    expect(inside('PersistentVolumeClaim', 'data-logs-volume-claim')).toBe(inside('Deployment', 'data'));
  });

  test('20: every object passes the strict schema of its kind', () => {
    expect(output.objects.length).toBeGreaterThan(60);
    for (const { object, path } of output.objects) expect([path, validateObject(object)]).toEqual([path, []]);
  });

  test('21: the policies allow exactly the declared connections and the derived rows', () => {
    const policies = output.ofKind('NetworkPolicy').map(({ object }) => object);
    const tiers = [
      'ui',
      'backend',
      'data',
      'db',
      'rabbitmq',
      'db-migration',
      'db-roles',
      'file-retention',
      ...workers,
      'prometheus',
      'grafana',
      'kube-state-metrics',
    ];
    const ports = [80, 5000, 5432, 5672, 8081, 9090, 3000, 8080, 15672, 15692, 22];
    const allowed = tiers.flatMap((from) =>
      tiers.flatMap((to) =>
        ports
          .filter((port) => from !== to && canReach(policies, tierOf(output, from), tierOf(output, to), port))
          .map((port) => `${from} > ${to}:${port}`),
      ),
    );
    const declared = [
      'ui > backend:5000',
      'backend > db:5432',
      'backend > data:8081',
      'data > db:5432',
      'data > rabbitmq:5672',
      ...workers.flatMap((w) => [`${w} > rabbitmq:5672`, `${w} > db:5432`]),
      'grafana > prometheus:9090',
    ];
    const derived = [
      'db-migration > db:5432',
      'db-roles > db:5432',
      'prometheus > rabbitmq:15692',
      'prometheus > kube-state-metrics:8080',
      'prometheus > grafana:3000',
    ];
    process.stdout.write(
      `${output.environment}: derived rows\n${allowed.filter((row) => !declared.includes(row)).join('\n')}\n`,
    );
    expect(allowed.filter((row) => !derived.includes(row)).sort()).toEqual(declared.sort());
    const keda = { namespace: 'keda', labels: { app: 'keda-operator' } };
    const reached = tiers.flatMap((to) =>
      ports.filter((port) => canReach(policies, keda, tierOf(output, to), port)).map((port) => `${to}:${port}`),
    );
    expect(reached.filter((row) => row.startsWith('rabbitmq') || !row.startsWith('prometheus'))).toEqual([
      'rabbitmq:15672',
    ]);
  });

  test('22: selectors match their pods, every Service selects a workload, and the label app is one', () => {
    for (const { found, template } of output.pods) {
      const selector = found.object.spec.selector?.matchLabels;
      if (selector) expect(template.metadata.labels).toMatchObject(selector);
    }
    for (const { object, namespace } of output.ofKind('Service')) {
      const selected = output.pods.filter(
        ({ found, template }) =>
          found.namespace === namespace &&
          Object.entries(object.spec.selector).every(([key, value]) => template.metadata.labels[key] === value),
      );
      expect([object.metadata.name, selected.length]).toEqual([object.metadata.name, 1]);
    }
    const objects = output.objects.filter(
      ({ system, application, kind }) => system === 'zamperla' && application !== 'apps' && kind !== 'Application',
    );
    for (const { object, path } of objects) expect([path, object.metadata.labels?.app]).toEqual([path, app]);
    for (const { template } of zamperlaPods(output)) expect(template.metadata.labels.app).toBe(app);
  });
});

test('3: the local environment carries the figures of the source, production those of the correctness rules', () => {
  const figures = (output: Output) =>
    scaledJobs(output).map((spec) => [
      spec.pollingInterval,
      spec.minReplicaCount,
      spec.successfulJobsHistoryLimit,
      spec.failedJobsHistoryLimit,
      spec.jobTargetRef.backoffLimit,
    ]);
  expect(figures(local)).toEqual(workers.map(() => [2, 1, 3, 3, 4]));
  expect(figures(production)).toEqual(workers.map(() => [10, 0, 5, 10, 6]));
});

test.each([
  ['production', production, { cpu: 3 * 3.9, memory: 3 * 15 * 1024 ** 3 }, [20, 6, 4]],
  // The maximum of 100 of the source is the one figure that its node has no room for.
  ['local', local, { cpu: 2, memory: 4 * 1024 ** 3 }, [4, 3, 2]],
])('3: in %s all jobs at their maximum fit the nodes beside what is always up', (_, output, nodes, most) => {
  expect(scaledJobs(output).map((spec) => spec.maxReplicaCount)).toEqual(most);
  const total = (resource: 'cpu' | 'memory') =>
    output.pods.reduce((sum, { found, template }) => {
      const spec = found.object.spec;
      const pods = spec.maxReplicaCount ?? spec.replicas ?? 1;
      return (
        sum +
        pods *
          template.spec.containers.reduce(
            (own: number, c: Any) => own + quantityValue(c.resources.requests[resource]),
            0,
          )
      );
    }, 0);
  expect(total('cpu')).toBeLessThan(nodes.cpu);
  expect(total('memory')).toBeLessThan(nodes.memory);
});

test('10: locally UI is a node port, in production it is behind an Ingress with TLS', () => {
  expect(local.get('Service', 'ui-service').object.spec).toMatchObject({
    type: 'NodePort',
    ports: [{ port: 80, nodePort: 30080 }],
  });
  expect(local.ofKind('Ingress').filter(({ system }) => system === 'zamperla')).toEqual([]);
  expect(container(podOf(local, 'Deployment', 'ui'), 'ui').ports).toEqual([
    { name: 'http', containerPort: 5000, protocol: 'TCP' },
  ]);
  expect(production.get('Service', 'ui-service').object.spec.type).toBe('ClusterIP');
  const { spec } = production.get('Ingress', 'ui').object;
  expect(spec.tls[0].hosts).toEqual([spec.rules[0].host]);
  expect(spec.rules[0].http.paths[0].backend.service.name).toBe('ui-service');
});

test('11, 12: the local database lies on the static volume of the source', () => {
  const volume = local.get('PersistentVolume', 'zamperla-pg-volume').object.spec;
  expect(volume).toMatchObject({
    capacity: { storage: '3Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'manual',
    local: { path: '/data/zamperla-app/db-volume' },
  });
  expect(volume.nodeAffinity).toBeDefined();
  expect(local.get('PersistentVolumeClaim', 'pg-volume-claim').object.spec).toMatchObject({
    accessModes: ['ReadWriteOnce'],
    volumeName: 'zamperla-pg-volume',
  });
  const [template] = production.get('StatefulSet', 'db').object.spec.volumeClaimTemplates;
  expect(template.spec).toMatchObject({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    resources: { requests: { storage: '50Gi' } },
  });
});
