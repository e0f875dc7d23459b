import type { KindRegistry } from '../../kubernetes/kind-registry';
import { dig, type Fields, fields, list, number, text, textMap } from '../fields';
import type { Entry } from './entry';
import { knownProducts, type Products } from './products';

/** A container of a pod template, with its path below the object. */
export interface ContainerAt {
  readonly template: PodTemplate;
  readonly path: string;
  readonly name: string;
  readonly image: string;
  readonly role: 'container' | 'init' | 'ephemeral';
  readonly fields: Fields;
  /** Environment variables that are given as plain texts, with their index in `env`. */
  readonly env: readonly { readonly name: string; readonly value: string; readonly path: string }[];
  /** Command and arguments as one list. */
  readonly words: readonly string[];
}

/** The pod that some object makes: of a workload, a Job, a CronJob, a ScaledJob, or a bare Pod. */
export interface PodTemplate {
  readonly entry: Entry;
  /** Path of the template below the object; empty for a bare Pod. */
  readonly path: string;
  /** Path of the pod specification below the object. */
  readonly specPath: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
  /** All containers: ordinary, init and ephemeral ones. */
  readonly containers: readonly ContainerAt[];
  /** True for pods that end: Job, CronJob, ScaledJob. */
  readonly job: boolean;
  /** Pods that run at once when nothing scales it, of a DaemonSet on each node; of a ScaledJob its minimum, of a CronJob none. */
  readonly replicas: number;
  /** What images are known to hold. */
  readonly products: Products;
}

/** The pod template of an object, if its kind has one. */
export function podTemplateOf(
  entry: Entry,
  kinds: KindRegistry,
  products: Products = knownProducts,
): PodTemplate | undefined {
  const place = kinds.podTemplateOf(entry.group, entry.kind);
  if (place === undefined) return undefined;
  const { path, ends = false } = place;
  const source = path.length === 0 ? entry.object : fields(dig(entry.object, ...path));
  const metadata = fields(source.metadata);
  const spec = fields(source.spec);
  const specPath = [...path, 'spec'].join('.');
  const containers: ContainerAt[] = [];
  const template: PodTemplate = {
    entry,
    path: path.join('.'),
    specPath,
    namespace: entry.namespace,
    labels: textMap(metadata.labels),
    annotations: textMap(metadata.annotations),
    spec,
    containers,
    job: ends,
    replicas: replicasOf(entry),
    products,
  };
  for (const [key, role] of containerLists) {
    list(spec[key]).forEach((item, index) => {
      containers.push(containerAt(template, `${specPath}.${key}[${index}]`, role, fields(item)));
    });
  }
  return template;
}

function replicasOf({ kind, spec }: Entry): number {
  switch (kind) {
    case 'Pod':
      return 1;
    case 'CronJob':
      return 0;
    case 'ScaledJob':
      return number(spec.minReplicaCount) ?? 0;
    case 'Job':
      return number(spec.parallelism) ?? 1;
    default:
      return number(spec.replicas) ?? 1;
  }
}

const containerLists = [
  ['containers', 'container'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

function containerAt(template: PodTemplate, path: string, role: ContainerAt['role'], source: Fields): ContainerAt {
  const env: { name: string; value: string; path: string }[] = [];
  list(source.env).forEach((item, index) => {
    const { name, value } = fields(item);
    if (typeof name === 'string' && typeof value === 'string') env.push({ name, value, path: `${path}.env[${index}]` });
  });
  const words = [...list(source.command), ...list(source.args)].filter((word) => typeof word === 'string');
  return {
    template,
    path,
    name: text(source.name) ?? '',
    image: text(source.image) ?? '',
    role,
    fields: source,
    env,
    words,
  };
}
