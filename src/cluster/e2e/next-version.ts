import type { KubernetesObject } from '../../kubernetes';
import { groupKind } from '../../kubernetes/object';
import type { PlacedObject } from '../output';
import { isHook } from '../rollout';

const mark = { 'tiers.cdk8s.io/e2e': 'next-version' } as const;

interface Marked {
  readonly metadata?: { readonly annotations?: Record<string, string>; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Where the pod template of a kind stands whose pods may be replaced. */
const templates: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'keda.sh/ScaledJob': ['spec', 'jobTargetRef', 'template'],
};

/** One object of each kind that can be changed in place, the first in the order of the rollout. */
export function oneOfEachKind(objects: readonly PlacedObject[]): PlacedObject[] {
  const first = new Map<string, PlacedObject>();
  for (const placed of objects) {
    const kind = groupKind(placed.object);
    if (!isHook(placed) && !first.has(kind)) first.set(kind, placed);
  }
  return [...first.values()];
}

/** An object as its next version might be: another annotation, and for workloads another pod template. */
export function nextVersion(object: KubernetesObject): KubernetesObject {
  const changed = annotated(object as Marked) as KubernetesObject;
  const path = templates[groupKind(object)];
  return path === undefined ? changed : (changeAt(changed, path) as KubernetesObject);
}

function changeAt(value: unknown, [field, ...rest]: readonly string[]): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (field === undefined) return annotated(value as Marked);
  const fields = value as Record<string, unknown>;
  return { ...fields, [field]: changeAt(fields[field], rest) };
}

function annotated(value: Marked): Marked {
  return { ...value, metadata: { ...value.metadata, annotations: { ...value.metadata?.annotations, ...mark } } };
}
