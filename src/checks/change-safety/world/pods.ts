import { KindRegistry } from '../../../kubernetes/kind-registry';
import { groupOf, type KubernetesObject } from '../../../kubernetes/object';
import type { Manifest } from '../../../manifests';
import { mapIn, mapsIn, type Plain } from '../semantic';

/** A pod template and the object that makes pods of it. */
export interface PodOwner {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly spec: Plain;
  /** Containers and init containers. */
  readonly containers: readonly Plain[];
  /** Pods that run at once when nothing scales it. */
  readonly replicas: number;
}

/** Group and kind of an object: `apps/StatefulSet`, `/Service` in the core group. */
export function groupKind(object: KubernetesObject): string {
  return `${groupOf(object.apiVersion)}/${object.kind}`;
}

/** The pod template of an object as a pod owner; `undefined` for objects without one. */
export function podOwnerOf(manifest: Manifest): PodOwner | undefined {
  const { object } = manifest;
  const path = KindRegistry.forVersion().podTemplateOf(groupOf(object.apiVersion), object.kind)?.path;
  if (path === undefined) return undefined;
  let template: Plain = object;
  for (const step of path) template = mapIn(template[step]);
  const spec = mapIn(template.spec);
  return {
    manifest,
    namespace: object.metadata.namespace ?? '',
    labels: mapIn(mapIn(template.metadata).labels),
    spec,
    containers: [...mapsIn(spec.initContainers), ...mapsIn(spec.containers)],
    replicas: replicasOf(object),
  };
}

function replicasOf(object: KubernetesObject): number {
  const spec = mapIn(object.spec);
  if (object.kind === 'ScaledJob') return typeof spec.minReplicaCount === 'number' ? spec.minReplicaCount : 0;
  if (object.kind === 'CronJob') return 0;
  return typeof spec.replicas === 'number' ? spec.replicas : 1;
}
