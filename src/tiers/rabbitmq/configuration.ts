import { Duration, type Size } from 'cdk8s';
import { bytesOf } from '../../kubernetes';

/** Ports of the broker's pods. */
export const ports = { amqp: 5672, management: 15672, prometheus: 15692, epmd: 4369, distribution: 25672 } as const;

/** Where the init container leaves the definitions, and where the image keeps its data. */
export const paths = {
  definitions: '/run/rabbitmq/definitions.json',
  home: '/var/lib/rabbitmq',
  data: '/var/lib/rabbitmq/mnesia',
} as const;

/** Age of the numbers that queues are scaled by. */
const statisticsInterval = Duration.seconds(1);

/**
 * A queue tells its length at each of its ticks, the server gathers what was told, and the management API tells the last of its samples:
 * 5 seconds each by default, so that Jobs are made for messages that are long done. Source: RabbitMQ docs, management, sampling.
 */
const statistics: Readonly<Record<string, string>> = {
  collect_statistics_interval: String(statisticsInterval.toMilliseconds()),
  // All three kinds, or the server does not boot; the minute is the one that `messages` of a queue comes from.
  'management.sample_retention_policies.global.minute': String(statisticsInterval.toSeconds()),
  'management.sample_retention_policies.global.hour': '60',
  'management.sample_retention_policies.global.day': '1200',
  'management.sample_retention_policies.basic.minute': String(statisticsInterval.toSeconds()),
  'management.sample_retention_policies.basic.hour': '60',
  'management.sample_retention_policies.detailed.minute': String(statisticsInterval.toSeconds()),
};

/** Share of the memory at which publishers wait, and as much free disk. */
const markOf = (memory: Size) => bytesOf(memory) * 0.6;

/** What is wrong with a volume for a broker of this memory, or `undefined`. */
export function diskProblem(memory: Size, storage: Size): string | undefined {
  const mark = markOf(memory);
  if (bytesOf(storage) >= 3 * mark) return undefined;
  return `volume of ${storage.asString()} is too small for ${memory.asString()} of memory: the broker blocks all publishers below ${Math.ceil(mark / 1024 / 1024)}Mi of free disk, give it at least three times that`;
}

/**
 * `rabbitmq.conf`. The memory mark is absolute, because a share of what the broker believes to be its memory is unreliable in
 * a container; the disk mark is as high, so that what is in memory can always be written out.
 */
export function rabbitmqConf(memory: Size): string {
  const watermark = Math.floor(markOf(memory) / 1024 / 1024);
  const settings: Record<string, string> = {
    'listeners.tcp.default': String(ports.amqp),
    'management.tcp.port': String(ports.management),
    'prometheus.tcp.port': String(ports.prometheus),
    'auth_mechanisms.1': 'PLAIN',
    'auth_mechanisms.2': 'AMQPLAIN',
    anonymous_login_user: 'none',
    'definitions.import_backend': 'local_filesystem',
    'definitions.local.path': paths.definitions,
    'vm_memory_high_watermark.absolute': `${watermark}MiB`,
    'disk_free_limit.absolute': `${watermark}MiB`,
    ...statistics,
    'log.console': 'true',
    'log.file': 'false',
  };
  return `${Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n')}\n`;
}

/** `advanced.config`: what `rabbitmq.conf` has no key for, the tick of quorum queues. */
export const advancedConfig = `[{rabbit, [{quorum_tick_interval, ${statisticsInterval.toMilliseconds()}}]}].\n`;

/** `enabled_plugins`; shovels put dead letters back. */
export const enabledPlugins = '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_shovel,rabbitmq_shovel_management].\n';

/** User of the image: Debian's is 999, Alpine's 100 in group 101. Source: docker-library/rabbitmq. */
export function userFor(image: string) {
  return /alpine/.test(image) ? { uid: 100, gid: 101 } : { uid: 999, gid: 999 };
}
