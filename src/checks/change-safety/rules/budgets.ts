import { fields, textIn } from '../../../manifests/fields';
import { type Entry, type ManifestModel, type PodTemplate, podCountsOf } from '../../../manifests/model';
import type { Circumstances, RemovalRule, SetFinding, SetRule } from '../rule';
import { changeOf } from './change-of';
import { namespaceOf } from './users';

const BUDGET = 'policy/PodDisruptionBudget';

/** Pods that a budget has kept and that still run, at most; `unkept` are those that no other budget keeps. */
function podsLeft({ old, after }: Circumstances): { all: number; unkept: number } {
  const select = (namespace: string, spec: unknown) => after.labels.select(namespace, fields(spec).selector);
  const kept = new Set(after.ofKind(BUDGET).flatMap(({ namespace, spec }) => select(namespace, spec)));
  const pods = select(namespaceOf(old), old.spec);
  const count = (some: readonly PodTemplate[]) => some.reduce((sum, pod) => sum + podCountsOf(after, pod).most, 0);
  return { all: count(pods), unkept: count(pods.filter((pod) => !kept.has(pod))) };
}

export const budgetRemovals: readonly RemovalRule[] = [
  {
    id: 'budget-removed',
    kinds: [BUDGET],
    when: (given) => podsLeft(given).unkept > 1,
    verdict: 'WARN',
    consequence: (given) =>
      `evictions may take all ${podsLeft(given).unkept} pods at a time, as when nodes are drained`,
    procedure: 'keep a budget (maxUnavailable: 1) as long as there is more than one pod',
  },
  {
    id: 'budget-removed-unneeded',
    kinds: [BUDGET],
    verdict: 'OK',
    consequence: (given) => {
      const { all, unkept } = podsLeft(given);
      if (all === 0) return 'its pods are gone';
      return unkept === 0 ? 'another budget keeps its pods' : 'a single pod needs no budget';
    },
    procedure: '',
  },
];

/** Why a disruption budget lets no pod go; `undefined` when it lets one go. */
function blocks({ namespace, spec }: Entry, model: ManifestModel): string | undefined {
  const pods = model.labels
    .select(namespace, spec.selector)
    .filter(({ entry }) => ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(entry.kind));
  const replicas = pods.reduce((sum, pod) => sum + pod.replicas, 0);
  if (textIn(spec.maxUnavailable) === '0' || spec.maxUnavailable === '0%') return 'maxUnavailable is 0';
  const minimum = textIn(spec.minAvailable);
  if (minimum === '' || replicas === 0) return undefined;
  const needed = minimum.endsWith('%') ? Math.ceil((replicas * Number.parseFloat(minimum)) / 100) : Number(minimum);
  return needed >= replicas ? `minAvailable ${minimum} of ${replicas} pod${replicas === 1 ? '' : 's'}` : undefined;
}

export const budgetSetRules: readonly SetRule[] = [
  {
    id: 'evictions-blocked',
    kinds: [BUDGET],
    verdict: 'WARN',
    procedure: 'allow one pod to be away (maxUnavailable: 1) with at least two replicas; no budget for a single pod',
    find: (_changes, before, after) =>
      after.ofKind(BUDGET).flatMap((budget): SetFinding[] => {
        const reason = blocks(budget, after);
        if (reason === undefined) return [];
        const was = before.same(budget);
        if (was !== undefined && blocks(was, before) !== undefined) return [];
        return [
          {
            verdict: 'WARN',
            change: changeOf(was, budget),
            fields: [],
            consequence: `no pod may be evicted (${reason}): node drains hang`,
          },
        ];
      }),
  },
];
