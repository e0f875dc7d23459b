import { KindRegistry } from '../../../kubernetes/kind-registry';
import { fields, text } from '../../fields';
import type { Entry } from '../entry';
import type { PodTemplate } from '../pod-template';
import { containerPaths, type InnerPath, objectPaths, podPaths, type ReferencePath } from './paths';

/** An object that another one names. */
export interface Reference {
  /** Who names it. */
  readonly entry: Entry;
  /** Kind of what is named: `Secret`, `PriorityClass`. */
  readonly kind: string;
  /** Namespace of what is named; empty if its kind has none. */
  readonly namespace: string;
  /** Empty where the manifest leaves it out. */
  readonly name: string;
  /** Keys that must be in it. */
  readonly keys: readonly string[];
  /** Whether the one who names it does without. */
  readonly optional: boolean;
  /** Path of the reference below the object. */
  readonly path: string;
  /** Path of the name below the object. */
  readonly field: string;
}

/** A row with its path taken apart. */
interface Step {
  readonly steps: readonly string[];
  readonly keySteps: readonly string[];
  readonly group: string;
  readonly row: InnerPath;
}

const containers = containerPaths.map(toStep);
const pods = podPaths.map(toStep);
const known = byKind(objectPaths);

/** Rows by the kind that names; a project's own are added to the known ones. */
export type ReferenceTable = ReadonlyMap<string, readonly Step[]>;

/** The known rows, and those of a project. */
export function referenceTable(own: readonly ReferencePath[] = []): ReferenceTable {
  return own.length === 0 ? known : byKind([...objectPaths, ...own]);
}

/** Every object that one names, in its pod template too. */
export function referencesOf(
  entry: Entry,
  template: PodTemplate | undefined,
  kinds: KindRegistry,
  table: ReferenceTable = known,
): readonly Reference[] {
  const found = template === undefined ? [] : [...podReferences(template, kinds)];
  for (const step of table.get(`${entry.group}/${entry.kind}`) ?? [])
    collect({ entry, kinds }, entry.object, '', step, found);
  return found;
}

/** Every object that the pods of a template name. */
export function podReferences(
  { entry, spec, specPath, containers: all }: PodTemplate,
  kinds: KindRegistry = KindRegistry.forVersion(),
): readonly Reference[] {
  const found: Reference[] = [];
  for (const container of all) {
    for (const step of containers) collect({ entry, kinds }, container.fields, container.path, step, found);
  }
  for (const step of pods) collect({ entry, kinds }, spec, specPath, step, found);
  return found;
}

/** Who names, and the kinds that tell where what is named lives. */
interface Namer {
  readonly entry: Entry;
  readonly kinds: KindRegistry;
}

function collect({ entry, kinds }: Namer, root: unknown, base: string, step: Step, found: Reference[]): void {
  const { row, group } = step;
  walk(root, step.steps, 0, base, (value, path) => {
    const own = row.name === undefined ? value : fields(value)[row.name];
    if (row.name === undefined && typeof own !== 'string') return;
    const kind = (row.kind === undefined ? undefined : text(fields(value)[row.kind])) ?? kindIn(row.to);
    const keys: string[] = [];
    walk(value, step.keySteps, 0, '', (key) => {
      if (typeof key === 'string' && row.key !== undefined) keys.push(key);
    });
    found.push({
      entry,
      kind,
      namespace: kinds.scopeOf(group, kind) === 'Cluster' ? '' : entry.namespace,
      name: text(own) ?? '',
      keys,
      optional: fields(value).optional === true,
      path,
      field: row.name === undefined ? path : `${path}.${row.name}`,
    });
  });
}

/** Visits what stands at a path, with the path it stands at. */
function walk(
  value: unknown,
  steps: readonly string[],
  at: number,
  path: string,
  visit: (value: unknown, path: string) => void,
): void {
  if (value === undefined || value === null) return;
  const step = steps[at];
  if (step === undefined) visit(value, path);
  else if (step === '[*]') {
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      walk(item, steps, at + 1, `${path}[${index}]`, visit);
    });
  } else {
    const inner = fields(value)[step];
    if (inner !== undefined) walk(inner, steps, at + 1, path === '' ? step : `${path}.${step}`, visit);
  }
}

function byKind(rows: readonly ReferencePath[]): ReferenceTable {
  const table = new Map<string, Step[]>();
  for (const row of rows) table.set(row.from, [...(table.get(row.from) ?? []), toStep(row)]);
  return table;
}

function toStep(row: InnerPath): Step {
  const group = row.to.slice(0, row.to.indexOf('/'));
  return { steps: stepsOf(row.path), keySteps: stepsOf(row.key ?? ''), group, row };
}

function stepsOf(path: string): readonly string[] {
  return path === '' ? [] : path.replaceAll('[*]', '.[*]').split('.');
}

function kindIn(to: string): string {
  return to.slice(to.indexOf('/') + 1);
}
