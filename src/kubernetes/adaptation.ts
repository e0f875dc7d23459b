import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from './object';

type Adaptation = (manifest: KubernetesObject) => void;

const known = new WeakMap<ApiObject, Adaptation[]>();

/** Changes what an object of others is written as, whoever has made it; its own JSON patches come after it. */
export function adapt(object: ApiObject, adaptation: Adaptation): void {
  const all = known.get(object);
  if (all) all.push(adaptation);
  else known.set(object, [adaptation]);
}

/** A manifest, changed as its object was adapted. */
export function adapted(object: ApiObject, manifest: KubernetesObject): KubernetesObject {
  for (const adaptation of known.get(object) ?? []) adaptation(manifest);
  return manifest;
}
