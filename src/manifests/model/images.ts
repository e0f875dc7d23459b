import type { ContainerAt } from './pod-template';

/** An image reference taken apart. */
export interface ImageParts {
  /** `docker.io/library/postgres` is given as written, without tag and digest. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Splits `registry:5000/team/app:1.2@sha256:...` into its parts; missing ones are empty. */
export function parseImage(image: string): ImageParts {
  const [named = '', digest = ''] = image.split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon < 0) return { repository: named, tag: '', digest };
  return { repository: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** Last part of the repository: `postgres`, `prometheus`. */
export function imageName(image: string): string {
  const { repository } = parseImage(image);
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** The number that a tag begins with: 17 of `17.6-alpine`, `v17`; undefined if it begins otherwise. */
export function majorOf(image: string): number | undefined {
  const match = /^v?(\d+)(?![\da-f]{6,})/.exec(parseImage(image).tag);
  return match === null ? undefined : Number(match[1]);
}

/** Servers that rules know something about. */
export type Product = 'postgres' | 'redis' | 'rabbitmq' | 'prometheus' | 'grafana' | 'mysql' | 'mongo' | 'other';

const products: Readonly<Record<string, Product>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  postgis: 'postgres',
  timescaledb: 'postgres',
  redis: 'redis',
  valkey: 'redis',
  rabbitmq: 'rabbitmq',
  prometheus: 'prometheus',
  grafana: 'grafana',
  'grafana-oss': 'grafana',
  'grafana-enterprise': 'grafana',
  mysql: 'mysql',
  mariadb: 'mysql',
  mongo: 'mongo',
  mongodb: 'mongo',
};

/**
 * The server a container runs, by its image name. Init containers and pods that end only borrow the image for its
 * clients: they are `other`.
 */
export function productOf(container: ContainerAt): Product {
  if (container.role !== 'container' || container.template.job) return 'other';
  // A pod that only runs a client, or waits for somebody to open a shell in it.
  if (
    /(?:^|[\s/])(?:psql|pg_dump|pg_dumpall|redis-cli|mysqldump|mongodump|rabbitmqadmin|sleep)(?:\s|$)/.test(
      container.words[0] ?? '',
    )
  )
    return 'other';
  return products[imageName(container.image)] ?? 'other';
}
