import { mapsIn, textIn } from '../semantic';
import type { PodOwner } from './pods';

/** An image reference in its parts. */
export interface ImageReference {
  /** Last part of the repository: `postgres` of `docker.io/library/postgres:17.5`. */
  readonly name: string;
  readonly tag: string;
  /** Numbers the tag starts with: `[17, 5]`; empty for tags such as `latest`. */
  readonly version: readonly number[];
  readonly isAlpine: boolean;
}

/** Reads an image reference such as `registry:5000/team/postgres:17.5-alpine@sha256:…`. */
export function imageReference(image: string): ImageReference {
  const [named = ''] = image.split('@');
  const last = named.slice(named.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  const name = colon < 0 ? last : last.slice(0, colon);
  const tag = colon < 0 ? '' : last.slice(colon + 1);
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? '';
  return { name, tag, version: numbers === '' ? [] : numbers.split('.').map(Number), isAlpine: tag.includes('alpine') };
}

/** Negative when the first version is the lower one; parts that one of them lacks don't count. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Servers that keep data on disk in a format of their version. */
const STATEFUL = [
  'postgres',
  'postgresql',
  'rabbitmq',
  'redis',
  'valkey',
  'cassandra',
  'mongo',
  'mongodb',
  'mysql',
  'mariadb',
  'elasticsearch',
  'opensearch',
  'kafka',
  'zookeeper',
  'etcd',
  'prometheus',
  'grafana',
  'influxdb',
  'minio',
  'clickhouse',
  'loki',
  'nats',
];

/** Whether an image is a server that keeps data. */
export function isStateful(image: string): boolean {
  return STATEFUL.includes(imageReference(image).name);
}

/** Which server a pod runs: by the names of its images. */
export function runs(owner: PodOwner, family: 'postgres' | 'rabbitmq' | 'redis'): boolean {
  return mapsIn(owner.spec.containers).some((container) => isFamily(textIn(container.image), family));
}

/** Whether an image is of a family; forks count as what they are a fork of. */
export function isFamily(image: string, family: 'postgres' | 'rabbitmq' | 'redis'): boolean {
  const { name } = imageReference(image);
  if (family === 'redis') return name.startsWith('redis') || name.startsWith('valkey');
  return name.startsWith(family) && !name.includes('exporter');
}

/** Whether a pod runs Redis Sentinel. */
export function runsSentinel(owner: PodOwner): boolean {
  return owner.containers.some((container) =>
    JSON.stringify([container.name, container.command, container.args]).includes('sentinel'),
  );
}
