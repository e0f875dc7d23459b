import { mapsIn, textIn } from '../../../manifests/fields';
import {
  type ContainerAt,
  compareVersions,
  imageName,
  isAlpine,
  type PodTemplate,
  productIn,
  productOf,
  versionOf,
} from '../../../manifests/model';
import type { FieldCircumstances, FieldRule } from '../rule';
import { isAbout } from '../semantic';
import { podAfter, podBefore, runs } from './pods';

const POD_KINDS = ['apps/StatefulSet', 'apps/Deployment'];
const CONTAINER = 'spec.template.spec.containers[*]';

/** The container a changed field is in, on one side of the change. */
function containerOf({ field }: FieldCircumstances, pods: PodTemplate | undefined): ContainerAt | undefined {
  return pods?.containers.find((container) => `[${container.name}]` === field.path[4]);
}

function isPostgres(given: FieldCircumstances): boolean {
  const container = containerOf(given, podBefore(given));
  return container !== undefined && productOf(container) === 'postgres';
}

/** Whether a mount that comes, goes or changes is of a volume that keeps data. */
function isDataMount(given: FieldCircumstances): boolean {
  return [podBefore(given), podAfter(given)].some((pods) => {
    const container = containerOf(given, pods);
    const mount = mapsIn(container?.fields.volumeMounts).find(
      (item) => `[${textIn(item.mountPath)}]` === given.field.path[6],
    );
    const volume = mapsIn(pods?.spec.volumes).find((item) => item.name === mount?.name);
    return mount !== undefined && !PASSING.some((kind) => volume?.[kind] !== undefined);
  });
}

/** The image before and now. */
function images({ field }: FieldCircumstances): readonly [string, string] {
  return [textIn(field.from), textIn(field.to)];
}

/** Versions of the servers that the images hold. */
function versions(given: FieldCircumstances): readonly [readonly number[], readonly number[]] {
  const [from, to] = images(given);
  return [versionOf(from, given.before.products), versionOf(to, given.after.products)];
}

/** Whether an older version of the same server is to read what a newer one has written. */
function isLowered(given: FieldCircumstances): boolean {
  const [from, to] = images(given);
  const [old, now] = versions(given);
  const product = productIn(from, given.before.products);
  return product?.stateful === true && imageName(from) === imageName(to) && compareVersions(now, old) < 0;
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
      const [old, now] = versions(given);
      return isPostgres(given) && old[0] !== now[0];
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
      const [from, to] = images(given);
      return isPostgres(given) && isAlpine(from) !== isAlpine(to);
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
    when: (given) =>
      given.field.path[3] === 'securityContext' ? runs(podBefore(given), 'postgres') : isPostgres(given),
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
    when: isLowered,
    verdict: 'BLOCK',
    consequence: 'an older version may refuse the data that the newer one has written',
    procedure: 'restore a backup made with the older version; do not go back on the same volume',
  },
];
