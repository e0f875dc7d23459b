import type { FieldCircumstances, FieldRule } from '../rule';
import { isAbout, mapsIn, type Plain, textIn } from '../semantic';
import { compareVersions, imageReference, isFamily, isStateful, podOwnerOf } from '../world';

const POD_KINDS = ['apps/StatefulSet', 'apps/Deployment'];
const CONTAINER = 'spec.template.spec.containers[*]';

/** The container a changed field is in, before the change. */
function containerOf({ field, change }: FieldCircumstances): Plain {
  const owner = change.from === undefined ? undefined : podOwnerOf(change.from);
  const name = field.path[4]?.slice(1, -1) ?? '';
  return owner?.containers.find((container) => container.name === name) ?? {};
}

function isPostgres(given: FieldCircumstances): boolean {
  return isFamily(textIn(containerOf(given).image), 'postgres');
}

/** Whether any container of the pod is Postgres: for fields of the pod as a whole. */
function hasPostgres({ change }: FieldCircumstances): boolean {
  const owner = change.from === undefined ? undefined : podOwnerOf(change.from);
  return owner?.containers.some((container) => isFamily(textIn(container.image), 'postgres')) ?? false;
}

/** Whether a mount that comes, goes or changes is of a volume that keeps data. */
function isDataMount({ field, change }: FieldCircumstances): boolean {
  const index = field.path[6];
  const keepsData = [change.from, change.to].map((manifest) => {
    const owner = manifest === undefined ? undefined : podOwnerOf(manifest);
    const container = owner?.containers.find((entry) => `[${textIn(entry.name)}]` === field.path[4]);
    const mount = mapsIn(container?.volumeMounts).find((entry) => `[${textIn(entry.mountPath)}]` === index);
    const volume = mapsIn(owner?.spec.volumes).find((entry) => entry.name === mount?.name);
    return mount !== undefined && !PASSING.some((kind) => volume?.[kind] !== undefined);
  });
  return keepsData.includes(true);
}

function images({ field }: FieldCircumstances): ReturnType<typeof imageReference>[] {
  return [field.from, field.to].map((image) => imageReference(textIn(image)));
}

/** Volumes that keep nothing. */
const PASSING = ['emptyDir', 'configMap', 'secret', 'projected', 'downwardAPI'];
const FIRST_BOOT = ['POSTGRES_DB', 'POSTGRES_USER', 'POSTGRES_INITDB_ARGS', 'POSTGRES_HOST_AUTH_METHOD'];

const DUMP =
  'dump with the old version, restore into a new StatefulSet with new claims, verify, then switch the clients (or pg_upgrade by hand)';

export const databaseRules: readonly FieldRule[] = [
  {
    id: 'postgres-major',
    kinds: POD_KINDS,
    fields: [`${CONTAINER}.image`],
    when: (given) => {
      const [old, now] = images(given);
      return isPostgres(given) && old !== undefined && now !== undefined && old.version[0] !== now.version[0];
    },
    verdict: 'BLOCK',
    consequence:
      'another major version of PostgreSQL cannot read the data directory: the database does not start, or starts empty',
    procedure: DUMP,
  },
  {
    id: 'postgres-variant',
    kinds: POD_KINDS,
    fields: [`${CONTAINER}.image`],
    when: (given) => {
      const [old, now] = images(given);
      return isPostgres(given) && old?.isAlpine !== now?.isAlpine;
    },
    verdict: 'BLOCK',
    consequence:
      'Debian and Alpine images differ in user id and collation: files become unreadable, indexes silently wrong',
    procedure: DUMP,
  },
  {
    id: 'postgres-layout',
    kinds: POD_KINDS,
    fields: [`${CONTAINER}.volumeMounts[*]`, `${CONTAINER}.env[PGDATA]`],
    when: (given) =>
      isPostgres(given) && (given.field.path[5] === 'env' ? isAbout(given.field, 'PGDATA') : isDataMount(given)),
    verdict: 'BLOCK',
    consequence: 'PostgreSQL looks for its data in another place and makes an empty database there',
    procedure: 'keep mount path, subPath and PGDATA; to change them move the files by hand while the database is down',
  },
  {
    id: 'postgres-user',
    kinds: POD_KINDS,
    fields: [
      'spec.template.spec.securityContext.runAsUser',
      'spec.template.spec.securityContext.runAsGroup',
      'spec.template.spec.securityContext.fsGroup',
      `${CONTAINER}.securityContext.runAsUser`,
      `${CONTAINER}.securityContext.runAsGroup`,
    ],
    when: (given) => (given.field.path[3] === 'securityContext' ? hasPostgres(given) : isPostgres(given)),
    verdict: 'BLOCK',
    consequence: 'the data directory belongs to the old user: PostgreSQL refuses to start on it',
    procedure: 'change the owner of the files by hand while the database is down, together with this',
  },
  {
    id: 'postgres-first-boot-only',
    kinds: POD_KINDS,
    fields: FIRST_BOOT.map((name) => `${CONTAINER}.env[${name}]`),
    when: (given) => isPostgres(given) && FIRST_BOOT.some((name) => isAbout(given.field, name)),
    verdict: 'WARN',
    consequence: 'read only when the data directory is empty: the existing database does not change',
    procedure: 'write a migration for the databases that exist',
  },
  {
    id: 'stateful-image-lowered',
    kinds: POD_KINDS,
    fields: [`${CONTAINER}.image`],
    when: (given) => {
      const [old, now] = images(given);
      if (old === undefined || now === undefined || !isStateful(textIn(given.field.from)) || old.name !== now.name)
        return false;
      return old.version.length > 0 && now.version.length > 0 && compareVersions(now.version, old.version) < 0;
    },
    verdict: 'BLOCK',
    consequence: 'an older version may refuse the data that the newer one has written',
    procedure: 'restore a backup made with the older version; do not go back on the same volume',
  },
];
