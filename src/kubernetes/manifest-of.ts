import type { ApiObject, JsonPatch } from 'cdk8s';
import { adapted } from './adaptation';
import { applyJsonPatches } from './json-patches';
import { KubeObject } from './kube-object';
import type { KubernetesObject } from './object';

/**
 * What an object is written as. Objects of others (plain `ApiObject`s, cdk8s-plus, generated bindings) get their JSON patches
 * after everything else and as strictly as ours: cdk8s would apply them before a binding's mapping, which drops what it does not know.
 *
 * @returns `undefined` if it is not written
 * @throws if it can't be written, or a patch changes nothing
 */
export function manifestOf(object: ApiObject): KubernetesObject | undefined {
  if (KubeObject.isKubeObject(object)) return object.toJson();
  // Private in cdk8s: it would take them before we can look what they do.
  const { patches } = object as unknown as { patches: JsonPatch[] };
  const own = patches.splice(0);
  try {
    return applyJsonPatches(adapted(object, object.toJson() as KubernetesObject), own);
  } finally {
    patches.push(...own);
  }
}
