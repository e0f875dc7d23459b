import type { KubernetesObject } from '../kubernetes';
import { groupKind } from '../kubernetes/object';
import { compare } from '../problem';
import type { NeededKind } from './definitions';
import { fieldManager } from './kubectl';
import type { EnvironmentOutput, PlacedObject } from './output';

/** Which Helm chart brings an API group, subgroups included, where the index does not say: charts by their usual names. */
const chartOfGroup: Readonly<Record<string, string>> = {
  'bitnami.com': 'sealed-secrets',
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'external-secrets',
  'keda.sh': 'keda',
  'monitoring.coreos.com': 'kube-prometheus-stack',
  'postgresql.cnpg.io': 'cloudnative-pg',
  'rabbitmq.com': 'cluster-operator',
};

interface HelmSource {
  readonly repoURL: string;
  readonly chart: string;
  readonly targetRevision: string;
  readonly helm?: { readonly releaseName?: string; readonly values?: string; readonly valuesObject?: unknown };
}

/** How to install what brings some missing kinds. */
export interface Installation {
  readonly kinds: readonly NeededKind[];
  /** The command, values included; undefined if no Application of the environment installs it. */
  readonly command?: string;
}

/** For each missing kind what to run before, by the Applications that Argo CD would install it with. */
export function installationsOf(
  missing: readonly NeededKind[],
  { objects, providers }: Pick<EnvironmentOutput, 'objects' | 'providers'>,
): Installation[] {
  const operators = chartApplications(objects);
  const byApplication = new Map<string, { kinds: NeededKind[]; object?: KubernetesObject }>();
  for (const kind of missing) {
    const [provider, chart] = [providers.get(kind.group), chartOf(kind.group)];
    const object = operators.find((placed) =>
      provider === undefined ? helmSourceOf(placed.object)?.chart === chart : placed.object.metadata.name === provider,
    )?.object;
    const key = object?.metadata.name ?? '';
    const known = byApplication.get(key);
    if (known) known.kinds.push(kind);
    else byApplication.set(key, { kinds: [kind], ...(object && { object }) });
  }
  return [...byApplication]
    .sort(([a], [b]) => compare(a, b))
    .map(([, { kinds, object }]) => ({
      kinds,
      ...(object && { command: installCommand(object, objects) }),
    }));
}

/** The Applications that install a chart, in the order of their names. */
export function chartApplications(objects: readonly PlacedObject[]): PlacedObject[] {
  return objects
    .filter(({ object }) => groupKind(object) === 'argoproj.io/Application' && helmSourceOf(object))
    .sort((a, b) => compare(a.object.metadata.name, b.object.metadata.name));
}

/** What to run to install a chart without Argo CD, with what it needs before. */
export function installCommand(application: KubernetesObject, objects: readonly PlacedObject[]): string {
  return [...prerequisites(application, objects), helmCommand(application)].join('\n');
}

function chartOf(group: string): string | undefined {
  const owner = Object.keys(chartOfGroup).find((known) => group === known || group.endsWith(`.${known}`));
  return owner === undefined ? undefined : chartOfGroup[owner];
}

/** The chart of an Application, wherever in its sources it stands. */
function helmSourceOf(application: KubernetesObject): HelmSource | undefined {
  const spec = application.spec as { source?: Partial<HelmSource>; sources?: Partial<HelmSource>[] } | undefined;
  const sources = [...(spec?.source ? [spec.source] : []), ...(spec?.sources ?? [])];
  return sources.find((source): source is HelmSource => source.chart !== undefined);
}

/**
 * What the chart needs of this environment before it is installed: its namespace with the pod security labels, and the priority
 * classes that its values name, without which no pod of it would be made.
 */
function prerequisites(application: KubernetesObject, objects: readonly PlacedObject[]): string[] {
  const { destination } = application.spec as { destination?: { namespace?: string } };
  const values = valuesOf(helmSourceOf(application)?.helm);
  const isNamed = (name: string) =>
    values.split('\n').some((line) => line.trim().replace(/["',]/g, '') === `priorityClassName: ${name}`);
  const files = objects
    .filter(({ object: { kind, metadata } }) =>
      kind === 'Namespace'
        ? metadata.name === destination?.namespace
        : kind === 'PriorityClass' && isNamed(metadata.name),
    )
    .map(({ file }) => `-f ${file}`);
  return files.length === 0 ? [] : [`kubectl apply --server-side --field-manager=${fieldManager} ${files.join(' ')}`];
}

function valuesOf(helm: HelmSource['helm']): string {
  return helm?.values ?? (helm?.valuesObject === undefined ? '' : JSON.stringify(helm.valuesObject, null, 2));
}

/** The line that installs what the Application would, values on its standard input. */
export function helmCommand(application: KubernetesObject): string {
  const source = helmSourceOf(application);
  if (source === undefined) return '';
  const { destination } = application.spec as { destination?: { namespace?: string } };
  const release = source.helm?.releaseName ?? application.metadata.name;
  const registry = source.repoURL.replace(/^oci:\/\//, '');
  const isRegistry = !/^https?:\/\//.test(source.repoURL);
  const chart = isRegistry ? `oci://${registry}/${source.chart}` : `${source.chart} --repo ${source.repoURL}`;
  const values = valuesOf(source.helm);
  const line =
    `helm upgrade --install ${release} ${chart} --version ${source.targetRevision}` +
    ` --namespace ${destination?.namespace ?? 'default'} --create-namespace --wait`;
  if (values.trim() === '' || values.trim() === '{}') return line;
  return `${line} --values - <<'VALUES'\n${values.trimEnd()}\nVALUES`;
}
