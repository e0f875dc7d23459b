import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { readAsset } from '../../asset';
import {
  type CacheCredentials,
  type CachePart,
  cacheParts,
  defaultParts,
  type ICache,
  type Parts,
  serviceHost,
} from '../../endpoints';
import { images } from '../../images';
import { ConfigFiles, labelNameProblem, Probe, type SecretKey, sizeProblem, Volume } from '../../kubernetes';
import { Credential, generated } from '../../secrets';
import { OwnStorage } from '../../storage';
import type { SelectorProps } from '../pod-settings';
import { createService } from '../service';
import { createStatefulSet } from '../stateful-set';
import { Tier, type TierProps } from '../tier';
import { paths, port, redisConf, settingProblems, userFor } from './configuration';

/** Storage and behaviour of a {@link Redis}. */
export interface RedisProps extends TierProps, SelectorProps {
  /** Size of the volume, for data that have to outlive the pod; at least twice the memory. @default - a cache: empty after each start */
  readonly storage?: Size;
  /** Official image. @default - the library's */
  readonly image?: string;
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** What clients log in with. @default - generated, in the Secret `<tier>-password` */
  readonly password?: SecretKey;
  /** What goes when the memory is full, as `maxmemory-policy` says it. @default - allkeys-lru; with storage, noeviction */
  readonly eviction?: string;
  /** Further settings, as in redis.conf. @default - none */
  readonly settings?: Readonly<Record<string, string>>;
  /** Name of the claim, where it does not come from a template. @default - `<tier>-data` */
  readonly claimName?: string;
  /** Folder of the static volume. @default - the claim's name */
  readonly folder?: string;
}

const volumeName = 'data';

/**
 * Redis, one server: StatefulSet, Service, a password that server, probes and clients share; a volume where data are kept.
 *
 * It has no replica: while its pod is away, clients have no cache. What is written in the last second before a crash may be lost.
 *
 * @example
 * const sessions = new Redis(data, 'sessions', { storage: Size.gibibytes(1), resources });
 * web.connectTo(sessions, { env: 'REDIS' }); // REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_URL
 */
export class Redis extends Tier implements ICache {
  readonly port = port;
  readonly ports = [{ port }];
  readonly serviceName: string;
  readonly credentials: CacheCredentials;
  readonly defaultParts = defaultParts.cache;

  constructor(scope: Construct, id: string, props: RedisProps) {
    const image = props.image ?? images.redis;
    super(scope, id, props, { defaultUser: userFor(image) });
    this.serviceName = props.serviceName ?? this.tier;
    this.check(props);
    this.credentials = { password: props.password ?? this.createPassword() };
    const config = this.createConfig(props);
    const pong = ['sh', '-c', '[ "$(redis-cli ping)" = PONG ]'];
    this.addContainer({
      name: this.tier,
      image,
      command: ['sh', paths.script, paths.config],
      resources: props.resources,
      env: { REDISCLI_AUTH: this.credentials.password, ...props.env },
      ports: [{ name: 'redis', port }],
      readiness: Probe.exec(pong),
      // A restart helps against a deadlock only: any answer will do, a full disk is none.
      liveness: Probe.exec(['redis-cli', 'ping']),
      // Reading the log again takes a while for each gibibyte.
      startup: Probe.exec(pong).within(Duration.minutes(10)),
      mounts: [
        { volume: config, path: paths.script, subPath: 'start.sh', readOnly: true },
        { volume: config, path: paths.config, subPath: 'redis.conf', readOnly: true },
        { volume: Volume.scratch('run', { memory: true, limit: Size.mebibytes(1) }), path: paths.run },
        { volume: props.storage ? volumeName : Volume.scratch(volumeName), path: paths.data },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
      ],
    });
    const storage = this.createStorage(props);
    if (storage?.volume) this.pod.addVolume(storage.volume);
    createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      ports: [{ name: 'redis', port, targetPort: 'redis' }],
    });
    createStatefulSet(this, {
      name: this.workloadName,
      tier: this.tier,
      serviceName: this.serviceName,
      selector: this.selectorLabels,
      storage,
      template: () => this.template(),
    });
  }

  get host(): string {
    return serviceHost(this.root.environment, this.serviceName, this.namespace);
  }

  get parts(): Parts<CachePart> {
    return cacheParts(this);
  }

  private check({ storage, resources, settings = {}, eviction }: RedisProps): void {
    const tooSmall = storage && storage.toKibibytes() < 2 * resources.memory.toKibibytes();
    this.tell(
      labelNameProblem(this.serviceName),
      storage && sizeProblem('storage', storage),
      tooSmall
        ? `storage of ${storage.toMebibytes()}Mi is less than twice the memory of ${resources.memory.toMebibytes()}Mi, and while Redis rewrites its log there are two of it: give at least ${2 * resources.memory.toMebibytes()}Mi`
        : undefined,
      ...settingProblems(settings),
      eviction !== undefined && !/^[a-z]+(-[a-z]+)*$/.test(eviction)
        ? `eviction is '${eviction}', give a policy of Redis such as allkeys-lru or noeviction`
        : undefined,
      eviction !== undefined && settings['maxmemory-policy'] !== undefined
        ? "has `eviction` and `settings` with 'maxmemory-policy', which are the same: leave out one"
        : undefined,
    );
  }

  private createPassword(): SecretKey {
    const credential = new Credential(this, 'password', {
      name: `${this.tier}-password`,
      keys: { password: generated() },
    });
    this.topology.order(this.component, credential.component);
    return credential.key('password');
  }

  private createStorage(props: RedisProps): OwnStorage | undefined {
    if (!props.storage) return undefined;
    return new OwnStorage(this, 'storage', {
      claimName: props.claimName ?? `${this.tier}-data`,
      templateName: volumeName,
      statefulSet: true,
      size: props.storage,
      purpose: 'database',
      accessMode: 'ReadWriteOnce',
      labels: { tier: this.tier },
      folder: props.folder,
    });
  }

  private createConfig({ resources, storage, eviction, settings }: RedisProps): Volume {
    const files = new ConfigFiles(this, 'config', {
      name: `${this.tier}-config`,
      labels: { tier: this.tier },
      files: {
        'start.sh': readAsset('redis/start.sh'),
        'redis.conf': redisConf({
          memory: resources.memory,
          durable: storage !== undefined,
          settings: { ...(eviction && { 'maxmemory-policy': eviction }), ...settings },
        }),
      },
    });
    return Volume.config('config', files);
  }
}
