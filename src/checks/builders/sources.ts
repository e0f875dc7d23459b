import { dig, type Fields, fields, list } from '../../manifests/fields';
import { type ContainerAt, type Entry, type PodTemplate, productOf } from '../../manifests/model';
import type { CheckContext } from '../context';
import type { Source } from './each';

/** All objects of some kinds: `Service`, or `keda.sh/ScaledJob` where a bare name could mean two groups. */
export function objects(...kinds: readonly string[]): Source<Entry> {
  return (context) => kinds.flatMap((kind) => context.ofKind(kind));
}

/** All objects of the set. */
export function everything(context: CheckContext): readonly Entry[] {
  return context.entries;
}

/** The pods of all workloads, Jobs, CronJobs, ScaledJobs and bare Pods. */
export function pods(context: CheckContext): readonly PodTemplate[] {
  return context.templates;
}

/** The containers of all pods. */
export function containers(context: CheckContext): readonly ContainerAt[] {
  return context.containers;
}

/** The containers that run a server of one of these families: `servers('postgres')`. */
export function servers(...families: readonly string[]): Source<ContainerAt> {
  return (context) => context.containers.filter((container) => families.includes(productOf(container)));
}

/** An element of a list in an object. */
export interface Item {
  readonly entry: Entry;
  readonly item: Fields;
  /** Path below the object, `spec.ports[0]`. */
  readonly path: string;
}

/** The elements of a list in all objects of a kind, by the list's path: `items('/Service', 'spec.ports')`. */
export function items(kind: string, path: string): Source<Item> {
  const keys = path.split('.');
  return (context) =>
    context.ofKind(kind).flatMap((entry) =>
      list(dig(entry.object, ...keys)).map((item, index) => ({
        entry,
        item: fields(item),
        path: `${path}[${index}]`,
      })),
    );
}
