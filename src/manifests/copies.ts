import { objectKey } from './key';
import type { Manifest } from './manifest';
import type { IndexedFile } from './output-index';

/**
 * The manifests of an output without what a file repeats of another one: bootstrap.yaml does so with objects of Applications,
 * which the index lists in their folders alone.
 *
 * @param below folder that the paths of the manifests are relative to, seen from that of the index
 */
export function withoutCopies(manifests: readonly Manifest[], listed: readonly IndexedFile[], below = ''): Manifest[] {
  const environments = new Map(listed.map(({ path, environment }) => [path, environment]));
  const inFile = new Set(listed.map((entry) => `${entry.path} ${keyOf(entry)}`));
  const inEnvironment = new Set(listed.map((entry) => `${entry.environment} ${keyOf(entry)}`));
  return manifests.filter(({ object, path }) => {
    const place = `${below}${path}`;
    const environment = environments.get(place);
    const key = objectKey(object);
    return environment === undefined || inFile.has(`${place} ${key}`) || !inEnvironment.has(`${environment} ${key}`);
  });
}

function keyOf({ group, kind, namespace = '', name }: IndexedFile): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
