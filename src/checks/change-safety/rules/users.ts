import type { KubernetesObject } from '../../../kubernetes/object';
import { describeObject } from '../../../manifests';
import { callersOf, type Entry, type ManifestModel, type PodTemplate } from '../../../manifests/model';

/** The objects that name another one (of a cluster if `namespace` is empty); a Service is named by who calls it, too. */
export function usersOf(model: ManifestModel, kind: string, namespace: string, name: string): Entry[] {
  const users = model.references.to(kind, namespace, name).map(({ entry }) => entry);
  if (kind === 'Service') users.push(...callersOf(model, namespace, name));
  return [...new Set(users)];
}

/** The pods that name an object. */
export function podsUsing(model: ManifestModel, kind: string, namespace: string, name: string): PodTemplate[] {
  return usersOf(model, kind, namespace, name).flatMap((entry) => model.template(entry) ?? []);
}

/** Objects for people. */
export function namesOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.map(({ object }) => describeObject(object)))];
}

/** Namespace of a namespaced object. */
export function namespaceOf({ metadata }: KubernetesObject): string {
  return metadata.namespace ?? 'default';
}
