import { quantityValue } from '../kubernetes';
import { podRequest } from '../manifests/model';
import type { RenderedEnvironment } from './render';
import { modelOf } from './rendered-model';

/** What the pods of one workload ask for. */
export interface CapacityRow {
  /** `namespace/kind/name`. */
  readonly workload: string;
  /** Pods counted: all replicas, one on each node of a DaemonSet; of a ScaledJob its minimum and one that runs, of a CronJob one. */
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

/** Adds up what an environment asks its nodes for when it is quiet and one Job of each worker runs. */
export function capacityOf(rendered: RenderedEnvironment): Capacity {
  const rows = [...workloadRows(rendered), ...operatorRows(rendered)];
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

function workloadRows(rendered: RenderedEnvironment): CapacityRow[] {
  const model = modelOf(rendered);
  const nodes = rendered.nodes.reduce((sum, { count }) => sum + count, 0);
  const templates = new Map(model.templates.map((template) => [template.entry.object, template]));
  return rendered.objects.flatMap(({ object }) => {
    const template = templates.get(object);
    if (template === undefined) return [];
    const { kind, namespace, name } = template.entry;
    const pods = kind === 'DaemonSet' ? nodes : template.replicas + (startsPods.has(kind) ? 1 : 0);
    const [cpu, memory] = [podRequest(template, 'cpu') * pods, podRequest(template, 'memory') * pods];
    return pods === 0 ? [] : [{ workload: `${namespace}/${kind}/${name}`, pods, cpu, memory }];
  });
}

/** Kinds that make pods beside their replicas, now and then: one of them is taken to run. */
const startsPods: ReadonlySet<string> = new Set(['CronJob', 'ScaledJob']);

// What a chart installs isn't rendered here, so its operator says how many pods it has.
function operatorRows({ operators }: RenderedEnvironment): CapacityRow[] {
  return operators.map(({ name, namespace, pods, cpu, memory }) => ({
    workload: `${namespace}/Helm/${name}`,
    pods,
    cpu: quantityValue(cpu) * pods,
    memory: quantityValue(memory) * pods,
  }));
}
