import { application, object, type Row } from './objects';

const project = (repositories: string[]) =>
  object('argoproj.io/v1alpha1', 'AppProject', 'z', { spec: { sourceRepos: repositories } }, { namespace: 'argocd' });
const automated = (prune: boolean) => ({ syncPolicy: { automated: { prune, selfHeal: prune } } });

const pause = { group: 'argoproj.io', kind: 'Application', jsonPointers: ['/spec/syncPolicy/automated'] };
const above = application({ ignoreDifferences: [pause] }, { name: 'root' });

export const ARGOCD_ROWS: readonly Row[] = [
  {
    row: 'Application renamed or removed with finalizer',
    from: [application()],
    to: [],
    told: 'BLOCK application-removed Application argocd/z-data: removed: its finalizer deletes everything it has deployed, in the cluster, at once',
  },
  {
    row: 'Application project, destination, path, repo',
    from: [application()],
    to: [
      application({ project: 'default', destination: { server: 'https://kubernetes.default.svc', namespace: 'y' } }),
    ],
    told: 'BLOCK application-moved Application argocd/z-data: Argo CD prunes what it deployed in the old place, or deploys a second copy elsewhere',
  },
  {
    row: 'Application finalizer removed',
    from: [application()],
    to: [application({}, { finalizers: [] })],
    told: 'WARN application-finalizer-removed Application argocd/z-data: a later removal of the Application leaves its objects behind as orphans',
  },
  {
    row: 'Application prune or selfHeal turned on',
    from: [application(automated(false))],
    to: [application(automated(true))],
    told: 'WARN application-automation-on Application argocd/z-data: the first sync deletes what is in the cluster but not in git, and undoes edits made by hand (none is removed by this change)',
    also: [
      'OK application-sync-options Application argocd/z-data: Argo CD compares and syncs in another way from now on',
    ],
  },
  {
    row: 'Application automated changed, below one that ignores it',
    from: [above, application(automated(true))],
    to: [above, application(automated(false))],
    told: 'WARN application-automation-ignored Application argocd/z-data: it does not arrive by itself: the Application above ignores this field, so that a pause holds',
    also: [
      'OK application-sync-options Application argocd/z-data: Argo CD compares and syncs in another way from now on',
    ],
  },
  {
    row: 'AppProject narrowed',
    from: [project(['https://git.example/a.git', 'https://git.example/b.git'])],
    to: [project(['https://git.example/a.git'])],
    told: 'WARN project-narrowed AppProject argocd/z: Applications that use what is no longer allowed stop syncing, and even their deletion is blocked',
  },
];
