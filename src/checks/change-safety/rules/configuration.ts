import { describeObject } from '../../../manifests';
import type { Circumstances, FieldRule, RemovalRule } from '../rule';
import { mapsIn, type ObjectChange, textIn, valueAt } from '../semantic';
import { groupKind, imageReference, isFamily, type PodOwner, SECRET_MAKERS, secretMadeBy } from '../world';
import { listed } from './words';

const FROZEN = ['/Secret', '/ConfigMap'];
const SECRET_FIELDS = [
  'data',
  'stringData',
  'spec.encryptedData',
  'spec.data',
  'spec.dataFrom',
  'spec.target.template',
];

function secretUsers({ change, after, old }: Circumstances): string[] {
  const name = change.from === undefined ? old.metadata.name : secretMadeBy(change.from);
  const namespace = old.metadata.namespace ?? '';
  if (after.makesSecret(namespace, name)) return [];
  return after.usersOf('Secret', namespace, name).map(({ object }) => describeObject(object));
}

const SELF_KEEPING = [
  'postgres',
  'postgresql',
  'rabbitmq',
  'redis',
  'valkey',
  'cassandra',
  'mongo',
  'mongodb',
  'mysql',
  'mariadb',
  'grafana',
];

/** The servers that took the values of a Secret over when they first started. */
function keepersOf({ change, before, after, old }: Circumstances): PodOwner[] {
  const name = change.from === undefined ? old.metadata.name : secretMadeBy(change.from);
  const namespace = old.metadata.namespace ?? '';
  const users = [before, after].flatMap((world) => world.podsUsing('Secret', namespace, name));
  return users.filter((pod) =>
    mapsIn(pod.spec.containers).some((container) =>
      SELF_KEEPING.includes(imageReference(textIn(container.image)).name),
    ),
  );
}

/** Asked by several rows of one change, and for each of its fields. */
const STALE = new WeakMap<ObjectChange, PodOwner[]>();

/** Pods that mount a ConfigMap and neither restart with this change nor watch their files. */
function stalePods(given: Circumstances): PodOwner[] {
  const known = STALE.get(given.change) ?? findStalePods(given);
  STALE.set(given.change, known);
  return known;
}

function findStalePods({ old, before, after }: Circumstances): PodOwner[] {
  const { name, namespace = '' } = old.metadata;
  return after.podsUsing('ConfigMap', namespace, name).filter((pod) => {
    const kind = groupKind(pod.manifest.object);
    if (kind === 'batch/CronJob' || kind === 'keda.sh/ScaledJob') return false;
    if (pod.containers.some((container) => /reload/.test(textIn(container.name)))) return false;
    const { kind: owner, apiVersion, metadata } = pod.manifest.object;
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const was = before.set.get(`${group}/${owner}/${metadata.namespace ?? ''}/${metadata.name}`);
    return (
      was !== undefined &&
      JSON.stringify(valueAt(was.object, 'spec.template')) ===
        JSON.stringify(valueAt(pod.manifest.object, 'spec.template'))
    );
  });
}

function initScriptsOf({ old, after }: Circumstances): PodOwner[] {
  const { name, namespace = '' } = old.metadata;
  return after.podsUsing('ConfigMap', namespace, name).filter((pod) => {
    const volumes = mapsIn(pod.spec.volumes).filter((volume) => JSON.stringify(volume).includes(`"name":"${name}"`));
    const names = volumes.map((volume) => volume.name);
    return mapsIn(pod.spec.containers).some(
      (container) =>
        isFamily(textIn(container.image), 'postgres') &&
        mapsIn(container.volumeMounts).some(
          (mount) => names.includes(mount.name) && textIn(mount.mountPath).startsWith('/docker-entrypoint-initdb.d'),
        ),
    );
  });
}

function namesOf(pods: readonly PodOwner[]): string[] {
  return [...new Set(pods.map((pod) => describeObject(pod.manifest.object)))];
}

export const configurationRemovals: readonly RemovalRule[] = [
  {
    id: 'secret-removed-in-use',
    kinds: SECRET_MAKERS,
    when: (given) => secretUsers(given).length > 0,
    verdict: 'BLOCK',
    consequence: (given) => `still named by ${listed(secretUsers(given))}: their pods can't start at the next restart`,
    procedure: 'move the users to the new Secret in a commit of its own, wait for the rollout, then remove the old one',
  },
  {
    id: 'config-map-removed-in-use',
    kinds: ['/ConfigMap'],
    when: ({ old, after }) => after.usersOf('ConfigMap', old.metadata.namespace ?? '', old.metadata.name).length > 0,
    verdict: 'BLOCK',
    consequence: ({ old, after }) => {
      const users = after.usersOf('ConfigMap', old.metadata.namespace ?? '', old.metadata.name);
      return `still named by ${listed(users.map(({ object }) => describeObject(object)))}: their pods can't start at the next restart`;
    },
    procedure: 'move the users to the new ConfigMap first, then remove the old one',
  },
];

export const configurationRules: readonly FieldRule[] = [
  {
    id: 'immutable-content',
    kinds: FROZEN,
    fields: ['data', 'stringData', 'binaryData', 'immutable'],
    when: ({ old }) => old.immutable === true,
    verdict: 'RECREATE',
    consequence: 'the object is marked immutable: the API server refuses it',
    procedure: 'put a hash of the content into the name, and let the users name the new one',
  },
  {
    id: 'secret-type',
    kinds: ['/Secret'],
    fields: ['type'],
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change the type of a Secret',
    procedure: 'make a Secret under a new name, move its users, then remove the old one',
  },
  {
    id: 'credentials-changed',
    kinds: SECRET_MAKERS,
    fields: SECRET_FIELDS,
    when: (given) => given.old.immutable !== true && keepersOf(given).length > 0,
    verdict: 'BLOCK',
    consequence: (given) =>
      `${listed(namesOf(keepersOf(given)))} took the value over at its first start: the role or user keeps the old password, clients get the new one; another Erlang cookie splits the cluster`,
    procedure:
      'follow the rotation procedure of the tier: change the role in the running server and the Secret together, then restart the clients',
  },
  {
    id: 'secret-changed',
    kinds: SECRET_MAKERS,
    fields: SECRET_FIELDS,
    when: (given) => given.old.immutable !== true && keepersOf(given).length === 0,
    verdict: 'WARN',
    consequence: 'pods keep the old value in their environment until they restart',
    procedure: 'restart the users of the Secret',
  },
  {
    id: 'generator-changed',
    kinds: ['generators.external-secrets.io/Password'],
    fields: ['spec'],
    verdict: 'WARN',
    consequence: 'the generator is asked only when a Secret is made: credentials that exist stay as they are',
    procedure: 'to get new ones, follow the rotation procedure of the tier',
  },
  {
    id: 'initdb-scripts',
    kinds: ['/ConfigMap'],
    fields: ['data'],
    when: (given) => initScriptsOf(given).length > 0,
    verdict: 'WARN',
    consequence: 'the scripts run only in an empty data directory: existing databases do not change',
    procedure: 'write a migration for the databases that exist',
  },
  {
    id: 'configuration-not-picked-up',
    kinds: ['/ConfigMap'],
    fields: ['data', 'binaryData'],
    when: (given) => given.old.immutable !== true && initScriptsOf(given).length === 0 && stalePods(given).length > 0,
    verdict: 'WARN',
    consequence: (given) =>
      `${listed(namesOf(stalePods(given)))} runs with the old configuration until its pods restart`,
    procedure: 'put a hash of the content into the pod template or the name, or run a reloader',
  },
  {
    id: 'configuration-picked-up',
    kinds: ['/ConfigMap'],
    fields: ['data', 'binaryData'],
    when: (given) => given.old.immutable !== true && initScriptsOf(given).length === 0 && stalePods(given).length === 0,
    verdict: 'OK',
    consequence: ({ old, after }) =>
      after.usersOf('ConfigMap', old.metadata.namespace ?? '', old.metadata.name).length === 0
        ? 'no pod in these manifests mounts it'
        : 'its users restart with this change, reload it, or start anew each time',
    procedure: '',
  },
];
