import { canonicalQuantity } from '../../kubernetes/quantity';
import {
  type Amount,
  type Capacity,
  type CapacityRow,
  capacityOf,
  podRequest,
  requestsOf,
} from '../../manifests/model';
import { compare } from '../../problem';
import { each, pods } from '../builders';
import type { Rule } from '../rule';

export const capacityRules: readonly Rule[] = [
  {
    id: 'pod-too-large',
    title: 'a pod requests more than any node has',
    severity: 'error',
    why: 'no node can ever take it: it stays Pending',
    mend: 'request less, or add a pool of larger nodes (cluster.nodes of the environment)',
    source: 'Kubernetes docs, resource management',
    check: each(pods, (template, context) => {
      const pools = capacityOf(context)?.pools ?? [];
      const pod = { cpu: podRequest(template, 'cpu'), memory: podRequest(template, 'memory') };
      const fits = pools.some(({ cpu, memory }) => pod.cpu <= cpu && pod.memory <= memory);
      const nodes = pools.map(({ name, ...node }) => `${name} ${amount(node)}`).join('; ');
      return pools.length > 0 && !fits && { field: template.specPath, value: `${amount(pod)}; nodes: ${nodes}` };
    }),
  },
  {
    id: 'pool-exceeded',
    title: 'the pods that always run request more than all nodes have',
    severity: 'error',
    why: 'some of them stay Pending, and which ones is up to priorities and chance',
    mend: 'lower requests, replicas or the maxima of autoscalers, or add nodes (cluster.nodes of the environment)',
    source: 'Kubernetes docs, resource management',
    *check(context) {
      const capacity = capacityOf(context);
      if (capacity === undefined) return;
      const { rows, steady, most, allocatable } = capacity;
      if (isBeyond(steady, allocatable)) yield { value: compared(steady, allocatable, rows, (row) => row.steady) };
      else if (isBeyond(most, allocatable)) {
        yield {
          severity: 'warning',
          value: compared(most, allocatable, rows, (row) => row.most),
          what: 'with autoscalers at their maximum, one run of each Job and one more pod for a rollout, more is requested than all nodes have',
        };
      }
    },
  },
  {
    id: 'workers-exceed-nodes',
    title: 'a ScaledJob may make more Jobs than the nodes have room for',
    severity: 'error',
    why: 'the pods beyond stay Pending but count as running, and those of the first queue keep those of the next one from ever starting',
    mend: 'lower maxReplicaCount to what fits beside the pods that always run, or add nodes (cluster.nodes of the environment)',
    source: 'KEDA source, scale_jobs; seen with KEDA 2.20 on a node of 2 CPU',
    *check(context) {
      const capacity = capacityOf(context);
      if (capacity === undefined || isBeyond(capacity.steady, capacity.allocatable)) return;
      const { rows, allocatable } = capacity;
      const beyond = rows.flatMap((row) => {
        const room = roomFor(row, capacity);
        const { entry, jobs = 0, pod } = row;
        if (jobs <= room) return [];
        return [{ entry, field: 'spec.maxReplicaCount', value: `${jobs} of ${amount(pod)}; room for ${room}` }];
      });
      yield* beyond;
      const all = (row: CapacityRow) => row.jobs ?? row.steady;
      const most = requestsOf(rows, all);
      if (beyond.length === 0 && isBeyond(most, allocatable)) {
        yield {
          severity: 'warning',
          value: compared(most, allocatable, rows, all),
          what: 'with all ScaledJobs at their maximum, more is requested than all nodes have',
        };
      }
    },
  },
];

/** How many pods of a ScaledJob fit beside all others that always run: at most so many, for where those stand is not known. */
function roomFor({ pod, steady: own }: CapacityRow, { steady, allocatable }: Capacity): number {
  const fit = (part: keyof Amount) =>
    pod[part] === 0
      ? Number.POSITIVE_INFINITY
      : Math.floor((allocatable[part] - steady[part]) / pod[part] + own + 1e-9);
  return Math.min(fit('cpu'), fit('memory'));
}

function isBeyond(requested: Amount, allocatable: Amount): boolean {
  return requested.cpu > allocatable.cpu || requested.memory > allocatable.memory;
}

/** What is beyond, and whose it is for the most part: `cpu 5 of 4, most of it by Application shop (3)`. */
function compared(
  requested: Amount,
  allocatable: Amount,
  rows: readonly CapacityRow[],
  pods: (row: CapacityRow) => number,
): string {
  return (['cpu', 'memory'] as const)
    .filter((part) => requested[part] > allocatable[part])
    .map((part) => {
      const whole = `${part} ${written[part](requested[part])} of ${written[part](allocatable[part])}`;
      const [first] = requestsByApplication(rows, pods).sort(
        (a, b) => b.requested[part] - a.requested[part] || compare(a.name, b.name),
      );
      return first === undefined
        ? whole
        : `${whole}, most of it by Application ${first.name} (${written[part](first.requested[part])})`;
    })
    .join('; ');
}

function requestsByApplication(rows: readonly CapacityRow[], pods: (row: CapacityRow) => number) {
  const names = new Set(rows.map(({ application }) => application).filter((name) => name !== ''));
  return [...names].map((name) => ({
    name,
    requested: requestsOf(
      rows.filter(({ application }) => application === name),
      pods,
    ),
  }));
}

const written: Readonly<Record<keyof Amount, (amount: number) => string>> = {
  cpu: (cores) => canonicalQuantity(`${Math.round(cores * 1000)}m`) ?? '',
  memory: (bytes) => canonicalQuantity(`${Math.ceil(bytes / 1024 ** 2)}Mi`) ?? '',
};

function amount({ cpu, memory }: Amount): string {
  return `cpu ${written.cpu(cpu)}, memory ${written.memory(memory)}`;
}
