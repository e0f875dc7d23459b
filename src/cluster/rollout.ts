import { annotations } from '../kubernetes/labels';
import { groupKind } from '../kubernetes/object';
import { compare } from '../problem';
import type { EnvironmentOutput, PlacedObject } from './output';

/** Objects that are applied together; the next step begins when they are ready. */
export interface RolloutStep {
  /** Wave of the Applications. */
  readonly applicationWave: number;
  /** Argo CD's phase: hooks before and after the sync itself have their own. */
  readonly phase: 'PreSync' | 'Sync' | 'PostSync';
  /** Wave inside the Applications. */
  readonly wave: number;
  /** Applications that take part, sorted. */
  readonly applications: readonly string[];
  /** In the order in which they are applied. */
  readonly objects: readonly PlacedObject[];
}

/** The order in which an environment is rolled out, and what has no place in it. */
export interface Rollout {
  readonly steps: readonly RolloutStep[];
  /** What is for Argo CD alone: Applications, projects, its own settings, hooks of a deletion. */
  readonly skipped: readonly PlacedObject[];
}

/** The order of kinds inside a wave (Argo CD source, sync tasks): what others need comes first, the unknown last. */
const kindOrder = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'CustomResourceDefinitionList',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];
const kindRank = new Map(kindOrder.map((kind, position) => [kind, position]));

const phases = ['PreSync', 'Sync', 'PostSync'] as const;
type Phase = (typeof phases)[number];

/** Plans the rollout of an environment without Argo CD: the waves of the Applications, then those inside them, then kinds. */
export function planRollout(output: EnvironmentOutput): Rollout {
  const steps = new Map<string, { applicationWave: number; phase: Phase; wave: number; objects: PlacedObject[] }>();
  const skipped: PlacedObject[] = [];
  const home = new Set(output.objects.filter(isArgoOwn).map(({ object }) => object.metadata.namespace));
  for (const placed of output.objects) {
    const phase = phaseOf(placed);
    const { namespace } = placed.object.metadata;
    if (isArgoOwn(placed) || (namespace !== undefined && home.has(namespace)) || phase === undefined) {
      skipped.push(placed);
      continue;
    }
    const applicationWave = output.applications.get(placed.application) ?? 0;
    const key = `${applicationWave}/${phase}/${placed.wave}`;
    const step = steps.get(key);
    if (step) step.objects.push(placed);
    else steps.set(key, { applicationWave, phase, wave: placed.wave, objects: [placed] });
  }
  return {
    steps: [...steps.values()]
      .sort(
        (a, b) =>
          a.applicationWave - b.applicationWave || phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.wave - b.wave,
      )
      .map((step) => ({
        ...step,
        objects: step.objects.sort(byKindThenName),
        applications: [...new Set(step.objects.map(({ application }) => application))].sort(compare),
      })),
    skipped,
  };
}

/** Whether an object is deleted and made anew at each rollout: Argo CD's hooks are, and a Job can't be changed. */
export function isHook({ object }: PlacedObject): boolean {
  return object.metadata.annotations?.[annotations.hook] !== undefined;
}

function byKindThenName(a: PlacedObject, b: PlacedObject): number {
  const rank = ({ object }: PlacedObject) => kindRank.get(object.kind) ?? kindOrder.length;
  return (
    rank(a) - rank(b) ||
    compare(groupKind(a.object), groupKind(b.object)) ||
    compare(a.object.metadata.namespace ?? '', b.object.metadata.namespace ?? '') ||
    compare(a.object.metadata.name, b.object.metadata.name)
  );
}

function isArgoOwn({ object }: PlacedObject): boolean {
  return ['argoproj.io/Application', 'argoproj.io/AppProject', 'argoproj.io/ApplicationSet'].includes(
    groupKind(object),
  );
}

/** The first phase that a hook names; undefined for those that a rollout does not run (deletion, failure, Skip). */
function phaseOf({ object }: PlacedObject): Phase | undefined {
  const hook = object.metadata.annotations?.[annotations.hook];
  if (hook === undefined) return 'Sync';
  return hook
    .split(',')
    .map((name) => name.trim())
    .map((name) => phases.find((phase) => phase === name))
    .find((phase) => phase !== undefined);
}
