import { quantityValue } from '../kubernetes';
import type { RenderedEnvironment } from './render';

/** What the pods of one workload ask for. */
export interface CapacityRow {
  /** `namespace/kind/name`. */
  readonly workload: string;
  /** Pods counted: all replicas; of a ScaledJob its minimum and one that runs. */
  readonly pods: number;
  /** Requests of all of them: cores, and bytes. */
  readonly cpu: number;
  readonly memory: number;
}

/** Requests of an environment beside what its nodes offer. */
export interface Capacity {
  readonly rows: readonly CapacityRow[];
  readonly requested: { readonly cpu: number; readonly memory: number };
  readonly allocatable: { readonly cpu: number; readonly memory: number };
}

interface PodSpec {
  containers?: { resources?: { requests?: Record<string, string> } }[];
  initContainers?: { resources?: { requests?: Record<string, string> } }[];
}
interface WorkloadSpec {
  replicas?: number;
  minReplicaCount?: number;
  template?: { spec?: PodSpec };
  jobTargetRef?: { template?: { spec?: PodSpec } };
}

/** Adds up what an environment asks its nodes for when it is quiet and one Job of each worker runs. */
export function capacityOf(rendered: RenderedEnvironment): Capacity {
  const rows = [
    ...rendered.objects.flatMap(({ object }) => rowsOf(object.kind, object.metadata, object.spec as WorkloadSpec)),
    ...operatorRows(rendered),
  ];
  const requested = rows.reduce((sum, row) => ({ cpu: sum.cpu + row.cpu, memory: sum.memory + row.memory }), {
    cpu: 0,
    memory: 0,
  });
  const allocatable = rendered.nodes.reduce(
    (sum, pool) => ({
      cpu: sum.cpu + pool.count * quantityValue(pool.cpu),
      memory: sum.memory + pool.count * quantityValue(pool.memory),
    }),
    { cpu: 0, memory: 0 },
  );
  return { rows, requested, allocatable };
}

function rowsOf(
  kind: string,
  metadata: { name: string; namespace?: string },
  spec: WorkloadSpec | undefined,
): CapacityRow[] {
  const pods = podsOf(kind, spec);
  const pod = spec?.template?.spec ?? spec?.jobTargetRef?.template?.spec;
  if (pods === 0 || !pod) return [];
  const of = (resource: 'cpu' | 'memory') => {
    const requests = (list: PodSpec['containers'] = []) =>
      list.map((c) => quantityValue(c.resources?.requests?.[resource] ?? '0'));
    const running = requests(pod.containers).reduce((a, b) => a + b, 0);
    return Math.max(running, ...requests(pod.initContainers)) * pods;
  };
  return [{ workload: `${metadata.namespace}/${kind}/${metadata.name}`, pods, cpu: of('cpu'), memory: of('memory') }];
}

function podsOf(kind: string, spec: WorkloadSpec | undefined): number {
  if (kind === 'Deployment' || kind === 'StatefulSet') return spec?.replicas ?? 1;
  if (kind === 'ScaledJob') return (spec?.minReplicaCount ?? 0) + 1;
  return kind === 'Job' ? 1 : 0;
}

// What a chart installs isn't rendered here, so its operator says how many pods it has.
function operatorRows({ operators }: RenderedEnvironment): CapacityRow[] {
  return operators.map(({ name, namespace, pods, cpu, memory }) => ({
    workload: `${namespace}/Helm/${name}`,
    pods,
    cpu: quantityValue(cpu) * pods,
    memory: quantityValue(memory) * pods,
  }));
}
