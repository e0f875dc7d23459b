import { fields, isMap, mapsIn, textIn, textsIn } from '../../../manifests/fields';
import type { Entry, ManifestModel, PodTemplate } from '../../../manifests/model';
import type { Circumstances, FieldRule, SetFinding, SetRule } from '../rule';
import { valueAt } from '../semantic';
import { canonical } from '../semantic/canonical';
import { changeOf } from './change-of';
import { podAfter, podBefore } from './pods';

const SELECTOR_KINDS = ['apps/Deployment', 'apps/DaemonSet', 'apps/ReplicaSet'];

/** Whether a Deployment may run two pods on one ReadWriteOnce volume while it is updated. */
function sharesVolume(pods: PodTemplate | undefined, model: ManifestModel): boolean {
  if (pods === undefined || valueAt(pods.entry.object, 'spec.strategy.type') === 'Recreate') return false;
  return mapsIn(pods.spec.volumes).some((volume) => {
    if (isMap(volume.ephemeral)) return false;
    const claimName = textIn(fields(volume.persistentVolumeClaim).claimName);
    if (claimName === '' || fields(volume.persistentVolumeClaim).readOnly === true) return false;
    const claim = model.find('/PersistentVolumeClaim', pods.namespace, claimName);
    const modes = textsIn(claim?.spec.accessModes);
    return claim === undefined || modes.length === 0 || modes.some((mode) => mode.startsWith('ReadWriteOnce'));
  });
}

function isHook({ old, now }: Circumstances): boolean {
  return [old, now].every(({ metadata }) => {
    const annotations = metadata.annotations ?? {};
    const policy = annotations['argocd.argoproj.io/hook-delete-policy'] ?? 'BeforeHookCreation';
    return annotations['argocd.argoproj.io/hook'] !== undefined && policy.includes('BeforeHookCreation');
  });
}

const JOB_FIXED = [
  'spec.template',
  'spec.selector',
  'spec.completionMode',
  'spec.podFailurePolicy',
  'spec.managedBy',
  'spec.completions',
  'spec.backoffLimitPerIndex',
  'spec.successPolicy',
];

export const workloadRules: readonly FieldRule[] = [
  {
    id: 'selector-immutable',
    kinds: SELECTOR_KINDS,
    fields: ['spec.selector'],
    verdict: 'RECREATE',
    consequence:
      'the API server refuses another selector, and the labels of the template must match it: the sync fails',
    procedure:
      'keep the selector; if it must change, delete the object in a quiet hour and sync (the pods stop meanwhile)',
  },
  {
    id: 'rolling-update-on-one-volume',
    kinds: ['apps/Deployment'],
    fields: ['spec.strategy', 'spec.template.spec.volumes'],
    when: (given) => sharesVolume(podAfter(given), given.after) && !sharesVolume(podBefore(given), given.before),
    verdict: 'BLOCK',
    consequence:
      'at each update two pods write to one ReadWriteOnce volume: the new one hangs, or the data is corrupted',
    procedure: 'keep strategy Recreate, or move the data to a ReadWriteMany volume or a StatefulSet first',
  },
  {
    id: 'job-hook',
    kinds: ['batch/Job'],
    fields: JOB_FIXED,
    when: isHook,
    verdict: 'OK',
    consequence: 'a hook Job is deleted and made anew at the next sync',
    procedure: '',
  },
  {
    id: 'job-immutable',
    kinds: ['batch/Job'],
    fields: JOB_FIXED,
    when: (given) => !isHook(given),
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change a Job: the sync fails',
    procedure: 'make it a hook with delete policy BeforeHookCreation, or put a hash of its content into the name',
  },
];

/** Workloads that set the replicas which something else sets too, with what does. */
function fights(model: ManifestModel): Map<Entry, string> {
  const found = new Map<Entry, string>();
  for (const [target, scalers] of model.scalers) {
    const [kind = '', namespace = '', name = ''] = target.split('/');
    const entry = model.find(`apps/${kind}`, namespace, name);
    const [scaler] = scalers;
    if (entry?.spec.replicas !== undefined && scaler !== undefined) found.set(entry, `${scaler.kind} ${scaler.name}`);
  }
  return found;
}

export const workloadSetRules: readonly SetRule[] = [
  {
    id: 'replicas-under-scaler',
    kinds: ['apps/Deployment', 'apps/StatefulSet'],
    verdict: 'BLOCK',
    procedure: 'leave spec.replicas out of the manifest of whatever an autoscaler scales',
    find: (_changes, before, after) => {
      const known = new Set([...fights(before).keys()].map((entry) => after.same(entry)));
      return [...fights(after)].flatMap(([entry, scaler]): SetFinding[] => {
        if (known.has(entry)) return [];
        const was = before.same(entry);
        const field = { path: ['spec', 'replicas'], from: was?.spec.replicas, to: entry.spec.replicas };
        return [
          {
            verdict: 'BLOCK',
            change: changeOf(was, entry),
            fields: [field],
            consequence: `${scaler} sets the replicas too: each sync and each scaling undo the other`,
          },
        ];
      });
    },
  },
  {
    id: 'selectors-changed-together',
    kinds: [...SELECTOR_KINDS, 'apps/StatefulSet'],
    verdict: 'BLOCK',
    procedure:
      'freeze selector labels: select by labels that never change, and put new labels only on metadata and templates',
    replaces: ['selector-immutable', 'stateful-set-immutable'],
    find: (changes) => {
      const kinds = [...SELECTOR_KINDS, 'apps/StatefulSet'];
      const changed = changes.flatMap((change) => {
        const { from, to } = change;
        if (from === undefined || to === undefined || change.change === 'renamed') return [];
        if (!kinds.includes(change.key.split('/').slice(0, 2).join('/'))) return [];
        const selectors = change.fields.filter((field) => field.path[1] === 'selector');
        return selectors.length > 0 &&
          canonical(fields(from.object.spec).selector) !== canonical(fields(to.object.spec).selector)
          ? [{ change, fields: selectors }]
          : [];
      });
      if (changed.length < 2) return [];
      const consequence = `${changed.length} workloads change their selector in one commit: the API server refuses all of them at once`;
      return changed.map(({ change, fields }) => ({ verdict: 'BLOCK', change, fields, consequence }));
    },
  },
];
