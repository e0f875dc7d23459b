import type { ContainerAt } from './pod-template';
import { knownProducts, type Product, type Products } from './products';

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

/** Whether an image is built on Alpine, whose C library sorts texts in another way than Debian's. */
export function isAlpine(image: string): boolean {
  return parseImage(image).tag.includes('alpine');
}

/** The product that an image holds; undefined if nobody told. */
export function productIn(image: string, products: Products = knownProducts): Product | undefined {
  return products.get(parseImage(image).repository) ?? products.get(imageName(image));
}

/**
 * The version of an image's product: `[17, 6]` of `postgres:17.6-alpine`, `[17]` of `timescaledb:2.17.2-pg17`. Empty for tags
 * that tell none: `latest`, a commit.
 */
export function versionOf(image: string, products: Products = knownProducts): readonly number[] {
  const { tag } = parseImage(image);
  if (/^[\da-f]{7,40}$/.test(tag)) return [];
  const form = productIn(image, products)?.version ?? /^v?(\d+(?:\.\d+)*)/;
  return form.exec(tag)?.[1]?.split('.').map(Number) ?? [];
}

/** Negative when the first version is the lower one; parts that one of them lacks don't count. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** First number of the version of what a container runs; undefined if its tag tells none. */
export function majorOf({ image, template }: ContainerAt): number | undefined {
  return versionOf(image, template.products)[0];
}

/** Programs of pods that only run a client, or wait for somebody to open a shell in them. */
const clients = /(?:^|[\s/])(?:psql|pg_dump|pg_dumpall|redis-cli|mysqldump|mongodump|rabbitmqadmin|sleep)(?:\s|$)/;

/**
 * The family of the server that a container runs, by its image: `postgres`, `redis`. Init containers and pods that end only borrow
 * the image for its clients: they are `other`, as is what no product is known for.
 */
export function productOf(container: ContainerAt): string {
  const { role, template, words, image } = container;
  if (role !== 'container' || template.job || clients.test(words[0] ?? '')) return 'other';
  return productIn(image, template.products)?.family ?? 'other';
}

/** Whether a container runs Redis Sentinel instead of a data node. */
export function isSentinel(container: ContainerAt): boolean {
  if (productOf(container) !== 'redis') return false;
  return /-sentinel$/.test(imageName(container.image)) || /redis-sentinel|--sentinel/.test(container.words.join(' '));
}
