import type { KubernetesObject } from '../../../kubernetes/object';
import { fields, mapsIn, number, textIn } from '../../../manifests/fields';
import { isSentinel } from '../../../manifests/model';
import type { Circumstances, FieldRule, RemovalRule } from '../rule';
import { isAbout, valueAt } from '../semantic';
import { podBefore, runs } from './pods';
import { listed } from './words';

const SET = ['apps/StatefulSet'];
const NODE_NAME = ['RABBITMQ_NODENAME', 'RABBITMQ_USE_LONGNAME', 'K8S_HOSTNAME_SUFFIX'];

/** Whether its members must leave a cluster before their pods go. */
function keepsMembers(given: Circumstances): boolean {
  const pods = podBefore(given);
  return runs(pods, 'rabbitmq') || (pods?.containers.some(isSentinel) ?? false);
}

function lowers({ old, now }: Circumstances): boolean {
  const count = (value: unknown): number => (typeof value === 'number' ? value : 1);
  return count(valueAt(now, 'spec.replicas')) < count(valueAt(old, 'spec.replicas'));
}

/** Whether the claims of pods that are no longer wanted are deleted. */
function deletesClaims({ now }: Circumstances): boolean {
  const isDeleted = valueAt(now, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled') === 'Delete';
  return isDeleted && claimNames(now).length > 0;
}

function claimNames({ spec }: KubernetesObject): string[] {
  return mapsIn(fields(spec).volumeClaimTemplates).map(({ metadata }) => textIn(fields(metadata).name));
}

/** Which pods stop when replicas are lowered, and what becomes of their claims. */
function lostBy(given: Circumstances): string {
  const { old, now } = given;
  const start = number(valueAt(now, 'spec.ordinals.start')) ?? 0;
  const [was, left] = [old, now].map((object) => number(valueAt(object, 'spec.replicas')) ?? 1) as [number, number];
  const pods = Array.from({ length: was - left }, (_, index) => `${now.metadata.name}-${start + was - 1 - index}`);
  const claims = pods.flatMap((pod) => claimNames(now).map((name) => `${name}-${pod}`));
  const data =
    claims.length === 0
      ? 'they have no claims of their own'
      : deletesClaims(given)
        ? `their claims are deleted with their data: ${listed(claims)}`
        : `their claims stay behind with their data: ${listed(claims)}`;
  return `${left === 0 ? 'no pod is left' : 'the highest pods stop'}: ${listed(pods)}; ${data}`;
}

export const statefulSetRemovals: readonly RemovalRule[] = [
  {
    id: 'rabbitmq-identity',
    kinds: SET,
    when: (given) => runs(podBefore(given), 'rabbitmq'),
    verdict: 'BLOCK',
    consequence:
      'the node name is the key of the data directory: a broker under another StatefulSet name or namespace starts blank, and all messages stay behind',
    procedure: 'drain the queues or shovel them to the new broker, verify, then remove the old StatefulSet',
  },
  {
    id: 'stateful-set-removed',
    kinds: SET,
    verdict: 'BLOCK',
    consequence: ({ now, change }) =>
      change.to === undefined
        ? 'the pods go; the claims stay unless the retention policy says Delete, and no longer belong to anything'
        : `${now.metadata.name} starts with new, empty claims: the data of the old claims does not follow`,
    procedure:
      'keep the name; if it must change, back up, restore into the new StatefulSet, verify, then remove the old one',
  },
];

export const statefulSetRules: readonly FieldRule[] = [
  {
    id: 'stateful-set-immutable',
    kinds: SET,
    fields: ['spec.serviceName', 'spec.selector', 'spec.volumeClaimTemplates', 'spec.podManagementPolicy'],
    verdict: 'RECREATE',
    consequence:
      'the API server refuses it: of a StatefulSet only replicas, ordinals, template, updateStrategy, revisionHistoryLimit, minReadySeconds and the retention policy may change',
    procedure:
      'kubectl delete statefulset NAME --cascade=orphan, then sync; to grow volumes patch each claim first; the pods and claims stay',
  },
  {
    id: 'stateful-set-retention',
    kinds: SET,
    fields: ['spec.persistentVolumeClaimRetentionPolicy'],
    when: ({ old, now }) =>
      ['whenDeleted', 'whenScaled'].some((field) => {
        const path = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
        return valueAt(now, path) === 'Delete' && valueAt(old, path) !== 'Delete';
      }),
    verdict: 'BLOCK',
    consequence: 'accepted at once; the next removal or scale-down deletes the claims with their data',
    procedure: 'keep Retain; delete claims that are no longer needed by hand',
  },
  {
    id: 'stateful-set-members-lowered',
    kinds: SET,
    fields: ['spec.replicas'],
    when: (given) => lowers(given) && keepsMembers(given),
    verdict: 'BLOCK',
    consequence: 'members vanish without leaving their cluster: quorum may be lost, and Sentinels never forget a peer',
    procedure:
      'take the members out first (rabbitmqctl forget_cluster_node after draining; SENTINEL RESET on each Sentinel, one at a time), then lower replicas',
  },
  {
    id: 'stateful-set-lowered',
    kinds: SET,
    fields: ['spec.replicas'],
    when: (given) => lowers(given) && !keepsMembers(given),
    verdict: (given) => (deletesClaims(given) ? 'BLOCK' : 'WARN'),
    consequence: lostBy,
    procedure: (given) =>
      deletesClaims(given)
        ? 'set persistentVolumeClaimRetentionPolicy.whenScaled to Retain first, alone; or move the data to the pods that stay'
        : 'make sure that the data of the highest ordinals is elsewhere; delete the orphaned claims by hand later',
  },
  {
    id: 'stateful-set-ordinals',
    kinds: SET,
    fields: ['spec.ordinals'],
    verdict: 'BLOCK',
    consequence: 'the pods are renumbered: seeds, addresses and claims no longer belong to the same pod',
    procedure: 'leave ordinals.start as it is; move data to a new StatefulSet instead',
  },
  {
    id: 'rabbitmq-node-name',
    kinds: SET,
    fields: NODE_NAME.flatMap((name) => [
      `spec.template.spec.containers[*].env[${name}]`,
      `spec.template.spec.initContainers[*].env[${name}]`,
    ]),
    when: (given) => runs(podBefore(given), 'rabbitmq') && NODE_NAME.some((name) => isAbout(given.field, name)),
    verdict: 'BLOCK',
    consequence:
      'the node name is the key of the data directory: the broker starts blank, and all messages stay behind',
    procedure: 'keep the node name; to change it, shovel the queues to a new broker',
  },
  {
    id: 'rabbitmq-headless',
    kinds: SET,
    fields: ['spec.serviceName'],
    when: (given) =>
      textIn(fields(given.old.spec).serviceName) !== textIn(fields(given.now.spec).serviceName) &&
      runs(podBefore(given), 'rabbitmq'),
    verdict: 'BLOCK',
    consequence:
      'the headless Service is part of the node name, the key of the data directory: the broker starts blank',
    procedure: 'keep the headless Service; to change it, shovel the queues to a new broker',
  },
];
