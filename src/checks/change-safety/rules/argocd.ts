import { describeObject } from '../../../manifests';
import { fields, mapsIn, textIn, textsIn } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import type { Circumstances, FieldRule, RemovalRule, SetFinding, SetRule } from '../rule';
import { valueAt } from '../semantic';
import { listed } from './words';

const APPLICATION = ['argoproj.io/Application'];
const CASCADE = 'resources-finalizer.argocd.argoproj.io';

function hasFinalizer(object: Circumstances['old']): boolean {
  return textsIn(object.metadata.finalizers).some((finalizer) => finalizer.startsWith(CASCADE));
}

/** Whether an Application leaves the automated sync of those that it rolls out to whoever sets it in the cluster. */
function leavesAutomation({ spec }: Pick<Entry, 'spec'>): boolean {
  return mapsIn(spec.ignoreDifferences).some(
    ({ kind, jsonPointers }) => kind === 'Application' && textsIn(jsonPointers).includes('/spec/syncPolicy/automated'),
  );
}

export const argocdRemovals: readonly RemovalRule[] = [
  {
    id: 'application-removed',
    kinds: APPLICATION,
    when: ({ old }) => hasFinalizer(old),
    verdict: 'BLOCK',
    consequence: 'its finalizer deletes everything it has deployed, in the cluster, at once',
    procedure:
      'remove the finalizer in a commit of its own and wait for the sync; then remove or rename the Application; its objects stay and the new one adopts them',
  },
  {
    id: 'application-orphans',
    kinds: APPLICATION,
    when: ({ old }) => !hasFinalizer(old),
    verdict: 'WARN',
    consequence: 'what it has deployed stays in the cluster and is no longer kept in order by anyone',
    procedure: 'delete what is left by hand, or let another Application adopt it',
  },
];

export const argocdRules: readonly FieldRule[] = [
  {
    id: 'application-moved',
    kinds: APPLICATION,
    fields: [
      'spec.project',
      'spec.destination',
      'spec.source.path',
      'spec.source.repoURL',
      'spec.source.chart',
      'spec.sources',
    ],
    verdict: 'BLOCK',
    consequence: 'Argo CD prunes what it deployed in the old place, or deploys a second copy elsewhere',
    procedure:
      'turn prune off first; make a second Application for the new place; check both; then retire the old one without its finalizer',
  },
  {
    id: 'application-finalizer-removed',
    kinds: APPLICATION,
    fields: ['metadata.finalizers'],
    when: ({ old, now }) => hasFinalizer(old) && !hasFinalizer(now),
    verdict: 'WARN',
    consequence: 'a later removal of the Application leaves its objects behind as orphans',
    procedure: 'meant before a rename; otherwise keep the finalizer',
  },
  {
    id: 'application-revision',
    kinds: APPLICATION,
    fields: ['spec.source.targetRevision'],
    verdict: 'WARN',
    consequence: 'another revision is deployed: everything between the two revisions arrives with this one line',
    procedure: 'compare the two revisions (render or check out both, and diff them) before this is merged',
  },
  {
    id: 'application-automation-ignored',
    kinds: APPLICATION,
    fields: ['spec.syncPolicy.automated'],
    when: ({ before }) => before.ofKind('argoproj.io/Application').some(leavesAutomation),
    verdict: 'WARN',
    consequence: 'it does not arrive by itself: the Application above ignores this field, so that a pause holds',
    procedure: 'after the merge apply the file: kubectl apply --server-side --force-conflicts -f FILE',
  },
  {
    id: 'application-sync-options',
    kinds: APPLICATION,
    fields: ['spec.syncPolicy', 'spec.ignoreDifferences', 'spec.revisionHistoryLimit', 'spec.info'],
    verdict: 'OK',
    consequence: 'Argo CD compares and syncs in another way from now on',
    procedure: '',
  },
  {
    id: 'project-narrowed',
    kinds: ['argoproj.io/AppProject'],
    fields: [
      'spec.sourceRepos',
      'spec.destinations',
      'spec.clusterResourceWhitelist',
      'spec.namespaceResourceWhitelist',
      'spec.sourceNamespaces',
    ],
    when: ({ field }) => field.from !== undefined,
    verdict: 'WARN',
    consequence: 'Applications that use what is no longer allowed stop syncing, and even their deletion is blocked',
    procedure: 'move or delete the Applications that use it first',
  },
  {
    id: 'project-narrowed',
    kinds: ['argoproj.io/AppProject'],
    fields: ['spec.clusterResourceBlacklist', 'spec.namespaceResourceBlacklist'],
    when: ({ field }) => field.to !== undefined,
    verdict: 'WARN',
    consequence: 'Applications that use what is now refused stop syncing, and even their deletion is blocked',
    procedure: 'move or delete the Applications that use it first',
  },
];

export const argocdProjectRemovals: readonly RemovalRule[] = [
  {
    id: 'project-removed',
    kinds: ['argoproj.io/AppProject'],
    when: ({ old, before }) =>
      before.ofKind('argoproj.io/Application').some(({ spec }) => spec.project === old.metadata.name),
    verdict: 'BLOCK',
    consequence: 'the Applications of the project can neither sync nor be deleted without it',
    procedure: 'remove the Applications first, in a commit of its own, and the project when they are gone',
  },
];

function isOn(object: Circumstances['old'], option: 'prune' | 'selfHeal'): boolean {
  return valueAt(object, `spec.syncPolicy.automated.${option}`) === true;
}

export const argocdSetRules: readonly SetRule[] = [
  {
    id: 'application-automation-on',
    kinds: APPLICATION,
    verdict: 'WARN',
    procedure: 'look at the diff in Argo CD before this is merged, and sync once by hand',
    find: (changes) =>
      changes.flatMap((change): SetFinding[] => {
        const { from, to } = change;
        if (!change.key.startsWith('argoproj.io/Application/') || from === undefined || to === undefined) return [];
        const turned = (['prune', 'selfHeal'] as const).filter(
          (option) => !isOn(from.object, option) && isOn(to.object, option),
        );
        if (turned.length === 0) return [];
        const spec = fields(to.object.spec);
        const sources = [fields(spec.source), ...mapsIn(spec.sources)].map((source) => textIn(source.path));
        const isHere = (path: string): boolean =>
          sources.some((source) => `/${source}/`.endsWith(`/${path.slice(0, path.lastIndexOf('/'))}/`));
        const strays = changes.flatMap((other) =>
          other.to === undefined && other.from !== undefined && isHere(other.from.path)
            ? [describeObject(other.from.object)]
            : [],
        );
        const known = strays.length === 0 ? 'none is removed by this change' : `of this change: ${listed(strays)}`;
        return [
          {
            verdict: 'WARN',
            change,
            fields: turned.map((option) => ({
              path: ['spec', 'syncPolicy', 'automated', option],
              from: valueAt(from.object, `spec.syncPolicy.automated.${option}`),
              to: true,
            })),
            consequence: `the first sync deletes what is in the cluster but not in git, and undoes edits made by hand (${known})`,
          },
        ];
      }),
  },
];
