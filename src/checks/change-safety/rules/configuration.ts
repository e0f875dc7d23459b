import { mapsIn, textIn } from '../../../manifests/fields';
import { type Entry, type PodTemplate, productIn, productOf, secretsMadeBy } from '../../../manifests/model';
import type { Circumstances, FieldRule, RemovalRule } from '../rule';
import { type ObjectChange, valueAt } from '../semantic';
import { importersOf } from './broker-clients';
import { isHook, runs } from './pods';
import { namesOf, namespaceOf, podsUsing, usersOf } from './users';
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

/** Kinds from which a Secret comes, and of which a change is one of its content. */
const SECRET_MAKERS = [
  '/Secret',
  'bitnami.com/SealedSecret',
  'external-secrets.io/ExternalSecret',
  'cert-manager.io/Certificate',
];

/** The Secret that an object is, or becomes. */
function secretOf({ change, before, old }: Circumstances): { namespace: string; name: string } {
  const entry = change.from === undefined ? undefined : before.entryOf(change.from);
  const [made] = entry === undefined ? [] : secretsMadeBy(entry);
  return { namespace: entry?.namespace ?? '', name: made?.name ?? old.metadata.name };
}

/** Who still names the Secret that nobody makes any more. */
function secretUsers(given: Circumstances): string[] {
  const { namespace, name } = secretOf(given);
  if (given.after.secrets.find(namespace, name) !== undefined) return [];
  return namesOf(usersOf(given.after, 'Secret', namespace, name));
}

/** The servers that took the values of a Secret over when they first started. */
function keepersOf(given: Circumstances): Entry[] {
  const { namespace, name } = secretOf(given);
  return [given.before, given.after].flatMap((model) =>
    podsUsing(model, 'Secret', namespace, name)
      .filter(({ containers, products }) =>
        containers.some(({ role, image }) => role === 'container' && productIn(image, products)?.keepsCredentials),
      )
      .map(({ entry }) => entry),
  );
}

/** Asked by several rows of one change, and for each of its fields. */
const STALE = new WeakMap<ObjectChange, Entry[]>();

/** Pods that mount a ConfigMap and neither restart with this change nor watch their files. */
function stalePods(given: Circumstances): Entry[] {
  const known = STALE.get(given.change) ?? findStalePods(given);
  STALE.set(given.change, known);
  return known;
}

function findStalePods(given: Circumstances): Entry[] {
  const isImported = importersOf(given).length > 0;
  const entries = podsOfConfigMap(given).flatMap((pods) => {
    const { entry, containers } = pods;
    if (
      entry.kind === 'CronJob' ||
      entry.kind === 'ScaledJob' ||
      isHook(entry) ||
      (isImported && runs(pods, 'rabbitmq'))
    )
      return [];
    return containers.some(({ name }) => /reload/.test(name)) ? [] : [entry];
  });
  return entries.filter((entry) => {
    const was = given.before.same(entry);
    const template = (of: Entry): string => JSON.stringify(valueAt(of.object, 'spec.template'));
    return was !== undefined && template(was) === template(entry);
  });
}

function initScriptsOf(given: Circumstances): PodTemplate[] {
  return podsOfConfigMap(given).filter(({ spec, containers }) => {
    const volumes = mapsIn(spec.volumes).filter((volume) =>
      JSON.stringify(volume).includes(`"name":"${given.old.metadata.name}"`),
    );
    const names = volumes.map((volume) => volume.name);
    return containers.some(
      (container) =>
        productOf(container) === 'postgres' &&
        mapsIn(container.fields.volumeMounts).some(
          (mount) => names.includes(mount.name) && textIn(mount.mountPath).startsWith('/docker-entrypoint-initdb.d'),
        ),
    );
  });
}

function podsOfConfigMap({ old, after }: Circumstances): PodTemplate[] {
  return podsUsing(after, 'ConfigMap', namespaceOf(old), old.metadata.name);
}

function configMapUsers({ old, after }: Circumstances): string[] {
  return namesOf(usersOf(after, 'ConfigMap', namespaceOf(old), old.metadata.name));
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
    when: (given) => configMapUsers(given).length > 0,
    verdict: 'BLOCK',
    consequence: (given) =>
      `still named by ${listed(configMapUsers(given))}: their pods can't start at the next restart`,
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
    consequence: (given) => {
      const importers = importersOf(given);
      if (importers.length > 0)
        return `${listed(namesOf(importers))} imports it while the broker runs: nothing restarts`;
      return configMapUsers(given).length === 0
        ? 'no pod in these manifests mounts it'
        : 'its users restart with this change, reload it, or start anew each time';
    },
    procedure: '',
  },
];
