import { definitionsAmong, KindRegistry } from '../kubernetes/kind-registry';
import { groupKind, groupOf, type KubernetesObject } from '../kubernetes/object';
import { compare } from '../problem';
import type { Kubectl } from './kubectl';
import type { EnvironmentOutput } from './output';

/** The kinds of an output: those that are known, and those that its own definitions define. */
export function kindsFor({ objects }: EnvironmentOutput, known = KindRegistry.forVersion()): KindRegistry {
  return known.with(definitionsAmong(objects.map(({ object }) => object)));
}

/** Versions served, by `group/Kind`. */
export type ServedKinds = ReadonlyMap<string, ReadonlySet<string>>;

/** A custom kind that objects need. */
export interface NeededKind {
  readonly group: string;
  readonly kind: string;
  /** `keda.sh/v1alpha1`. */
  readonly apiVersion: string;
  /** How many objects need it. */
  readonly objects: number;
}

/** One line for each definition: group, kind, versions; small, whatever the size of the schemas. */
const columns =
  '{range .items[*]}{.spec.group}{"\\t"}{.spec.names.kind}{"\\t"}' +
  '{range .spec.versions[?(@.served==true)]}{.name}{","}{end}{"\\n"}{end}';

/** The custom kinds that the cluster serves. @throws ProblemsError if the cluster refuses to tell */
export async function servedKinds(kubectl: Kubectl): Promise<ServedKinds> {
  const text = await kubectl.ask([
    'get',
    'customresourcedefinitions.apiextensions.k8s.io',
    `--output=jsonpath=${columns}`,
  ]);
  return new Map(
    text.split('\n').flatMap((line) => {
      const [group, kind, versions] = line.split('\t');
      if (group === undefined || kind === undefined) return [];
      return [[`${group}/${kind}`, new Set((versions ?? '').split(',').filter((name) => name !== ''))] as const];
    }),
  );
}

/** The custom kinds of these objects that are neither served nor defined by one of the objects, sorted. */
export function missingKinds(objects: readonly KubernetesObject[], served: ServedKinds): NeededKind[] {
  const brought = new Set(definitionsAmong(objects).map(({ group, kind }) => `${group}/${kind}`));
  const kinds = KindRegistry.forVersion();
  const needed = new Map<string, NeededKind>();
  for (const object of objects) {
    const group = groupOf(object.apiVersion);
    const name = groupKind(object);
    if (kinds.isServedByKubernetes(group) || brought.has(name)) continue;
    const version = object.apiVersion.slice(group.length + 1);
    if (served.get(name)?.has(version)) continue;
    const key = `${object.apiVersion}/${object.kind}`;
    const known = needed.get(key);
    needed.set(key, { group, kind: object.kind, apiVersion: object.apiVersion, objects: (known?.objects ?? 0) + 1 });
  }
  return [...needed.values()].sort((a, b) => compare(a.apiVersion, b.apiVersion) || compare(a.kind, b.kind));
}
