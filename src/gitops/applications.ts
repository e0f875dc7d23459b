import { type ApplicationSpecSource, toJson_ApplicationSpec } from '@cdk8s-tiers/imports/argoproj.io';
import type { Environment } from '../environment';
import type { ObjectBody } from '../kubernetes';
import { ProblemsError } from '../problem';

/** Folder of the output that holds Argo CD's Applications and projects: no chart's name. */
export const appsFolder = 'apps';

/** Name of the root Application and of its project. */
export const rootName = 'root';

/** What one child Application rolls out, and where. */
export interface ApplicationInput {
  readonly project: string;
  readonly namespace: string;
  readonly source: ApplicationSpecSource;
  /** Whether what leaves Git is removed from the cluster. @default true */
  readonly prune?: boolean;
}

/** Annotations of every Application: it compares as the server would apply, whose defaults are no difference. */
export const applicationAnnotations = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' } as const;

/** Removes what the Application made before the Application itself (Argo CD docs, app deletion). */
export const cascadeFinalizer = 'resources-finalizer.argocd.argoproj.io/foreground';

const syncOptions = [
  'FailOnSharedResource=true',
  'PruneLast=true',
  'RespectIgnoreDifferences=true',
  // Custom kinds may arrive with the operator, minutes after the first sync began.
  'SkipDryRunOnMissingResource=true',
  // Definitions of custom kinds exceed what an annotation can hold, and other controllers own some fields.
  'ServerSideApply=true',
];

// Correctness never rests on the order of Applications alone: what comes too early is tried again, without end, and with what
// Git says by then. Where tries are counted Argo CD gives the revision up after some minutes, and no self-heal brings it back.
const retry = { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } };

// Who stops the automated sync of an Application (in an incident, for a migration by hand) means it: the root's self-heal
// would put it back within seconds.
const pause = { group: 'argoproj.io', kind: 'Application', jsonPointers: ['/spec/syncPolicy/automated'] };

/** A child Application: prunes, heals, and takes its objects along when it is deleted, except what is guarded. */
export function childApplication(environment: Environment, input: ApplicationInput): ObjectBody {
  return {
    spec: toJson_ApplicationSpec({
      project: input.project,
      source: input.source,
      destination: { server: environment.cluster.apiServer, namespace: input.namespace },
      syncPolicy: {
        automated: { prune: input.prune ?? true, selfHeal: true, allowEmpty: false },
        syncOptions,
        retry,
      },
      revisionHistoryLimit: 5,
    }),
  };
}

/** The GitOps repository. @throws ProblemsError if the environment has none, and so nothing for Argo CD */
export function gitopsOf({ gitops, file }: Environment): NonNullable<Environment['gitops']> {
  if (gitops) return gitops;
  throw ProblemsError.at(file, "names no GitOps repository, add the key 'gitops'");
}

/** The source of an Application whose manifests stand in the GitOps repository. */
export function folderSource(environment: Environment, folder: string): ApplicationSpecSource {
  const { repository, revision, path } = gitopsOf(environment);
  return { repoUrl: repository, targetRevision: revision, path: `${path}/${folder}` };
}

/**
 * The root: heals all but a pause, and neither prunes nor cascades. An Application that disappears from Git is removed by a
 * person, because everything below it would go with it.
 */
export function rootApplication(environment: Environment): ObjectBody {
  return {
    spec: toJson_ApplicationSpec({
      project: rootName,
      source: folderSource(environment, appsFolder),
      destination: { server: environment.cluster.apiServer, namespace: environment.argocd.namespace },
      ignoreDifferences: [pause],
      syncPolicy: {
        automated: { prune: false, selfHeal: true, allowEmpty: false },
        syncOptions: ['RespectIgnoreDifferences=true', 'ServerSideApply=true'],
        retry,
      },
      revisionHistoryLimit: 5,
    }),
  };
}
