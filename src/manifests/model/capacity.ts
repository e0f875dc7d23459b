import { quantityNumber } from '../../kubernetes/quantity';
import { fields, number } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';
import { podCountsOf } from './pod-counts';
import type { PodTemplate } from './pod-template';
import { podRequest } from './requests';
import { rolloutOf } from './rollouts';

/** Cores, and bytes. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/** What the pods of one workload, or of an operator's chart, request. */
export interface CapacityRow {
  /** `namespace/kind/name`. */
  readonly workload: string;
  /** Its object; undefined of a chart, whose objects are not in the set. */
  readonly entry?: Entry;
  /** Application that brings it; empty where the index does not say. */
  readonly application: string;
  /** Request of one pod. */
  readonly pod: Amount;
  /** Pods that always run. */
  readonly steady: number;
  /** Pods that run at the most: autoscalers at their maximum, Jobs too; of a ScaledJob and a CronJob one beside the steady ones. */
  readonly most: number;
  /** Jobs that a ScaledJob may make, those that always run included; undefined of all else. */
  readonly jobs?: number;
  /** Pods that a rollout needs room for before it can take any away. */
  readonly surge: number;
}

/** A pool of equal nodes: what pods can have on each. */
export interface Pool extends Amount {
  readonly name: string;
  readonly count: number;
}

/** Requests of an environment beside what its nodes offer. */
export interface Capacity {
  readonly rows: readonly CapacityRow[];
  readonly pools: readonly Pool[];
  /** What all nodes offer. */
  readonly allocatable: Amount;
  /** What the pods request that always run. */
  readonly steady: Amount;
  /** What is requested at the most, with the greatest pod of a rollout: once that one fits, the rollout goes on pod by pod. */
  readonly most: Amount;
}

/** What an environment requests of its nodes; undefined where nobody says which it has: the index does. */
export function capacityOf(model: ManifestModel): Capacity | undefined {
  return model.memo('capacity', () => {
    const pools = poolsOf(model);
    if (pools.length === 0) return undefined;
    const nodes = pools.reduce((sum, { count }) => sum + count, 0);
    const rows = [...workloadRows(model, nodes), ...chartRows(model)];
    const most = requestsOf(rows, (row) => row.most);
    return {
      rows,
      pools,
      allocatable: {
        cpu: pools.reduce((all, { count, cpu }) => all + count * cpu, 0),
        memory: pools.reduce((all, { count, memory }) => all + count * memory, 0),
      },
      steady: requestsOf(rows, (row) => row.steady),
      most: {
        cpu: most.cpu + Math.max(0, ...rows.map(({ surge, pod }) => surge * pod.cpu)),
        memory: most.memory + Math.max(0, ...rows.map(({ surge, pod }) => surge * pod.memory)),
      },
    };
  });
}

/** The sum of what rows request, each for some number of pods. */
export function requestsOf(rows: readonly CapacityRow[], pods: (row: CapacityRow) => number): Amount {
  return rows.reduce(
    ({ cpu, memory }, row) => ({ cpu: cpu + row.pod.cpu * pods(row), memory: memory + row.pod.memory * pods(row) }),
    { cpu: 0, memory: 0 },
  );
}

/** The pools of the environment; none if one of them can't be read. */
function poolsOf({ indexed }: ManifestModel): readonly Pool[] {
  const pools = (indexed?.nodes ?? []).map(({ name, count, cpu, memory }) => ({
    name,
    count,
    cpu: quantityNumber(cpu) ?? Number.NaN,
    memory: quantityNumber(memory) ?? Number.NaN,
  }));
  return pools.every(({ count, cpu, memory }) => Number.isFinite(count * cpu * memory)) ? pools : [];
}

function workloadRows(model: ManifestModel, nodes: number): CapacityRow[] {
  const files = model.surroundings.index?.files ?? [];
  const applications = new Map(
    files
      .filter(({ environment }) => environment === model.environment)
      .map((file) => [`${file.namespace ?? ''}/${file.kind}/${file.name}`, file.application]),
  );
  return model.templates.map((template) => {
    const { kind, namespace, name } = template.entry;
    const workload = `${namespace}/${kind}/${name}`;
    const pods = podsOf(model, template, nodes);
    const rollout = rolloutOf(template, pods.most);
    return {
      workload,
      entry: template.entry,
      application: applications.get(workload) ?? '',
      pod: { cpu: podRequest(template, 'cpu'), memory: podRequest(template, 'memory') },
      ...pods,
      surge: pods.most > 0 && rollout !== undefined && rollout.surge > 0 && rollout.unavailable === 0 ? 1 : 0,
    };
  });
}

/** Jobs of a ScaledJob that says no number. Source: KEDA docs, ScaledJob. */
const defaultJobs = 100;

// What makes pods beside its replicas, now and then: one of them is taken to run, further ones wait for room.
function podsOf(
  model: ManifestModel,
  template: PodTemplate,
  nodes: number,
): Pick<CapacityRow, 'steady' | 'most' | 'jobs'> {
  const { entry, replicas } = template;
  if (entry.kind === 'DaemonSet') {
    // Which nodes have the labels is not known: at least one, or it would not be there.
    const pods = Object.keys(fields(template.spec.nodeSelector)).length === 0 ? nodes : 1;
    return { steady: pods, most: pods };
  }
  if (entry.kind === 'ScaledJob') {
    return { steady: replicas, most: replicas + 1, jobs: number(entry.spec.maxReplicaCount) ?? defaultJobs };
  }
  if (entry.kind === 'CronJob') return { steady: replicas, most: replicas + 1 };
  const { least, most } = podCountsOf(model, template);
  return { steady: template.job ? 0 : least, most };
}

/** What a chart installs is not in the set, so the index says how many pods it has. */
function chartRows({ surroundings, environment }: ManifestModel): CapacityRow[] {
  const applications = surroundings.index?.applications ?? [];
  return applications.flatMap((application) => {
    const { name, chartPods } = application;
    if (application.environment !== environment || chartPods === undefined) return [];
    const { count, cpu, memory, namespace } = chartPods;
    const pod = { cpu: quantityNumber(cpu) ?? 0, memory: quantityNumber(memory) ?? 0 };
    const workload = `${namespace}/Helm/${name}`;
    return [{ workload, application: name, pod, steady: count, most: count, surge: 0 }];
  });
}
