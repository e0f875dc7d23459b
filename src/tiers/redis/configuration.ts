import type { Size } from 'cdk8s';
import { bytesOf } from '../../kubernetes';

export const port = 6379;

/** Where the container finds its files; the server's own configuration is written at each start, for the login is in it. */
export const paths = {
  script: '/opt/redis/start.sh',
  config: '/etc/redis/redis.conf',
  run: '/run/redis',
  data: '/data',
};

/** User of the image: Debian's group is 999, Alpine's 1000. Source: docker-library/redis. */
export function userFor(image: string) {
  return { uid: 999, gid: /alpine/.test(image) ? 1000 : 999 };
}

/** What {@link redisConf} is written for. */
export interface RedisSettings {
  readonly memory: Size;
  /** Whether the data outlive the pod. */
  readonly durable: boolean;
  /** Lines of redis.conf that win over ours. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * redis.conf. Data take at most seven tenths of the memory: the rest is for connections and for the fork that rewrites the log.
 * What is only a cache drops what was used least when it is full; what is kept refuses to be written.
 */
export function redisConf({ memory, durable, settings }: RedisSettings): string {
  const all: Record<string, string> = {
    bind: '* -::*',
    port: String(port),
    dir: paths.data,
    maxmemory: `${Math.floor((bytesOf(memory) * 7) / 10 / 1024 / 1024)}mb`,
    'maxmemory-policy': durable ? 'noeviction' : 'allkeys-lru',
    appendonly: durable ? 'yes' : 'no',
    save: '""',
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

/** Settings that others than the user have to know of. */
const fixed: Readonly<Record<string, string>> = {
  port: 'Service, probes and clients know it',
  dir: 'the volume is mounted there',
  requirepass: 'the login comes from the Secret',
  user: 'the login comes from the Secret',
  aclfile: 'the login comes from the Secret',
};

/** What is wrong with settings of one's own. */
export function settingProblems(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const why = fixed[name.toLowerCase()];
    if (why) return [`settings has '${name}', which is fixed, for ${why}: leave it out`];
    if (!/^[a-z][a-z0-9-]*$/.test(name))
      return [`settings has '${name}', which is no name of redis.conf, use lower-case letters and '-'`];
    return /[\r\n]/.test(value) ? [`settings has '${name}' over several lines, give one`] : [];
  });
}
