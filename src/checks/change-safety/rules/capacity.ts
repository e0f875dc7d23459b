import { nanosOf } from '../../../kubernetes/quantity';
import { dig, fields } from '../../../manifests/fields';
import { type Entry, type ManifestModel, podTotal } from '../../../manifests/model';
import type { FieldCircumstances, FieldRule } from '../rule';
import { valueAt } from '../semantic';
import { namespaceOf } from './users';

/** What the pods of a namespace ask for of one quota resource, in billionths; `undefined` for what is not counted here. */
function usedOf(resource: string, namespace: string, model: ManifestModel): bigint | undefined {
  const pods = model.labels.inNamespace(namespace);
  if (resource === 'pods' || resource === 'count/pods')
    return BigInt(pods.reduce((sum, pod) => sum + pod.replicas, 0)) * 1_000_000_000n;
  if (resource === 'persistentvolumeclaims') return BigInt(claimsOf(namespace, model).length) * 1_000_000_000n;
  if (resource === 'requests.storage') {
    return claimsOf(namespace, model).reduce(
      (sum, { object }) => sum + (nanosOf(valueAt(object, 'spec.resources.requests.storage')) ?? 0n),
      0n,
    );
  }
  const [side, name] = resource.includes('.') ? (resource.split('.') as [string, string]) : ['requests', resource];
  if (!['cpu', 'memory', 'ephemeral-storage'].includes(name)) return undefined;
  return pods.reduce(
    (sum, pod) => sum + BigInt(pod.replicas) * podTotal(pod, (resources) => nanosOf(dig(resources, side, name))),
    0n,
  );
}

function claimsOf(namespace: string, model: ManifestModel): Entry[] {
  return model.ofKind('/PersistentVolumeClaim').filter((claim) => claim.namespace === namespace);
}

/** Limits of a quota that are lower than before; with what is used, where that is known. */
function lowered({ old, now, after }: FieldCircumstances): { name: string; isExceeded: boolean }[] {
  const was = fields(fields(old.spec).hard);
  return Object.entries(fields(fields(now.spec).hard)).flatMap(([name, value]) => {
    const limit = nanosOf(value);
    const before = nanosOf(was[name]);
    if (limit === undefined || (before !== undefined && before <= limit)) return [];
    const used = usedOf(name, namespaceOf(now), after);
    return [{ name, isExceeded: used === undefined || used > limit }];
  });
}

export const capacityRules: readonly FieldRule[] = [
  {
    id: 'quota-below-use',
    kinds: ['/ResourceQuota'],
    fields: ['spec.hard'],
    when: (given) => lowered(given).some(({ isExceeded }) => isExceeded),
    verdict: 'WARN',
    consequence: (given) => {
      const names = lowered(given).filter(({ isExceeded }) => isExceeded);
      return `${names.map(({ name }) => name).join(', ')} of the declared pods is above the new limit: replacements of pods are rejected`;
    },
    procedure: 'lower the requests or replicas first, or keep the quota',
  },
  {
    id: 'quota-within-use',
    kinds: ['/ResourceQuota'],
    fields: ['spec.hard'],
    when: (given) => lowered(given).every(({ isExceeded }) => !isExceeded),
    verdict: 'OK',
    consequence: 'the declared pods fit into the quota',
    procedure: '',
  },
];
