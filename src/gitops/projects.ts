import { toJson_AppProjectSpec } from '@cdk8s-tiers/imports/argoproj.io';
import type { Environment } from '../environment';
import type { ObjectBody } from '../kubernetes';
import { compare } from '../problem';
import { gitopsOf } from './applications';

/** Kinds, `group/Kind`, by scope. */
export interface Kinds {
  readonly cluster: readonly string[];
  readonly namespaced: readonly string[];
}

/** What the Applications of one project need, and so all that it allows. */
export interface ProjectInput {
  readonly description: string;
  readonly sourceRepositories: readonly string[];
  readonly namespaces: readonly string[];
  readonly kinds: Kinds;
}

/** Kinds that controllers make of what we emit: without them here, Argo CD's pages don't show pods (Argo CD docs, projects). */
const childKinds: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['apps/ReplicaSet', '/Pod'],
  'apps/StatefulSet': ['apps/ControllerRevision', '/Pod'],
  'apps/DaemonSet': ['apps/ControllerRevision', '/Pod'],
  'batch/Job': ['/Pod'],
  'batch/CronJob': ['batch/Job', '/Pod'],
  'keda.sh/ScaledJob': ['batch/Job', '/Pod'],
  'keda.sh/ScaledObject': ['autoscaling/HorizontalPodAutoscaler'],
  '/Service': ['discovery.k8s.io/EndpointSlice'],
};

/** A project that allows exactly what its Applications emit, where they emit it, and what controllers make of that. */
export function appProject(environment: Environment, input: ProjectInput): ObjectBody {
  const namespaced = new Set(input.kinds.namespaced);
  for (const kind of [...namespaced]) for (const child of childKinds[kind] ?? []) namespaced.add(child);
  return {
    spec: toJson_AppProjectSpec({
      description: input.description,
      sourceRepos: sorted(input.sourceRepositories),
      destinations: sorted(input.namespaces).map((namespace) => ({ server: environment.cluster.apiServer, namespace })),
      clusterResourceWhitelist: sorted(input.kinds.cluster).map(toGroupKind),
      namespaceResourceWhitelist: sorted(namespaced).map(toGroupKind),
    }),
  };
}

/** The project of the root Application: it makes projects and Applications, nothing else. */
export function rootProject(environment: Environment): ObjectBody {
  return appProject(environment, {
    description: 'Projects and Applications of this environment',
    sourceRepositories: [gitopsOf(environment).repository],
    namespaces: [environment.argocd.namespace],
    kinds: { cluster: [], namespaced: ['argoproj.io/Application', 'argoproj.io/AppProject'] },
  });
}

function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compare);
}

function toGroupKind(kind: string) {
  const slash = kind.indexOf('/');
  return { group: kind.slice(0, slash), kind: kind.slice(slash + 1) };
}
