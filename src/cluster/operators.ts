import type { KubernetesObject } from '../kubernetes';
import { compare } from '../problem';
import type { NeededKind } from './definitions';
import { groupKind, type PlacedObject } from './output';

/** Which Helm chart brings an API group, subgroups included: facts of the operators, as their charts are named. */
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
export function installationsOf(missing: readonly NeededKind[], objects: readonly PlacedObject[]): Installation[] {
  const operators = objects.filter(
    ({ object }) => groupKind(object) === 'argoproj.io/Application' && helmSourceOf(object),
  );
  const byApplication = new Map<string, { kinds: NeededKind[]; object?: KubernetesObject }>();
  for (const kind of missing) {
    const chart = chartOf(kind.group);
    const object = operators.find((placed) => helmSourceOf(placed.object)?.chart === chart)?.object;
    const key = object?.metadata.name ?? '';
    const known = byApplication.get(key);
    if (known) known.kinds.push(kind);
    else byApplication.set(key, { kinds: [kind], ...(object && { object }) });
  }
  return [...byApplication]
    .sort(([a], [b]) => compare(a, b))
    .map(([, { kinds, object }]) => ({ kinds, ...(object && { command: helmCommand(object) }) }));
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

/** The line that installs what the Application would, values on its standard input. */
export function helmCommand(application: KubernetesObject): string {
  const source = helmSourceOf(application);
  if (source === undefined) return '';
  const { destination } = application.spec as { destination?: { namespace?: string } };
  const release = source.helm?.releaseName ?? application.metadata.name;
  const registry = source.repoURL.replace(/^oci:\/\//, '');
  const isRegistry = !/^https?:\/\//.test(source.repoURL);
  const chart = isRegistry ? `oci://${registry}/${source.chart}` : `${source.chart} --repo ${source.repoURL}`;
  const values =
    source.helm?.values ?? (source.helm?.valuesObject && JSON.stringify(source.helm.valuesObject, null, 2));
  const line =
    `helm upgrade --install ${release} ${chart} --version ${source.targetRevision}` +
    ` --namespace ${destination?.namespace ?? 'default'} --create-namespace --wait`;
  if (typeof values !== 'string' || values.trim() === '' || values.trim() === '{}') return line;
  return `${line} --values - <<'VALUES'\n${values.trimEnd()}\nVALUES`;
}
