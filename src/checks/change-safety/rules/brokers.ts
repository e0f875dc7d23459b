import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../../manifests';
import { type Fields, list, textIn } from '../../../manifests/fields';
import { compareVersions, definitionsOf, type ManifestModel, productIn, versionOf } from '../../../manifests/model';
import type { FieldCircumstances, FieldRule } from '../rule';

const CONFIG = ['/ConfigMap'];
const POD_KINDS = ['apps/StatefulSet', 'apps/Deployment'];

/** Whether a change is inside a RabbitMQ definitions file. */
function inDefinitions({ field, change, before, after }: FieldCircumstances): boolean {
  const isFile = (model: ManifestModel, manifest: Manifest | undefined): boolean =>
    definitionsOf(model).some(({ entry, key }) => entry.manifest === manifest && key === field.path[1]);
  return isFile(before, change.from) || isFile(after, change.to);
}

/** Whether a change is in one section of the definitions. */
function isOf({ field }: FieldCircumstances, section: string): boolean {
  return field.path[2] === section;
}

/** Whether a file has left its ConfigMap, but all that it said stands in another one: nothing is missing for the import. */
function hasMoved({ field, change, before, after }: FieldCircumstances): boolean {
  const left = definitionsOf(before).find(({ entry, key }) => entry.manifest === change.from && key === field.path[1]);
  if (field.path.length > 2 || left === undefined) return false;
  const others = definitionsOf(after).filter(({ entry }) => entry.namespace === left.entry.namespace);
  return others.some(({ content }) => saysAll(content, left.content));
}

function saysAll(now: Fields, old: Fields): boolean {
  return Object.entries(old).every(([section, items]) =>
    list(items).every((item) => list(now[section]).some((other) => isDeepStrictEqual(other, item))),
  );
}

/** Both versions of an image field, when both are of RabbitMQ with a minor version. */
function versions({ field, before, after }: FieldCircumstances): [readonly number[], readonly number[]] | undefined {
  const sides = [
    { image: textIn(field.from), products: before.products },
    { image: textIn(field.to), products: after.products },
  ];
  if (sides.some(({ image, products }) => productIn(image, products)?.family !== 'rabbitmq')) return undefined;
  const [old, now] = sides.map(({ image, products }) => versionOf(image, products));
  return old !== undefined && now !== undefined && old.length > 1 && now.length > 1 ? [old, now] : undefined;
}

function skips(given: FieldCircumstances): boolean {
  const [old, now] = versions(given) ?? [];
  if (old === undefined || now === undefined || compareVersions(now, old) <= 0) return false;
  const [oldMajor = 0, oldMinor = 0] = old;
  const [major = 0, minor = 0] = now;
  return major !== oldMajor || minor > oldMinor + 1;
}

export const brokerRules: readonly FieldRule[] = [
  {
    id: 'rabbitmq-queue-arguments',
    kinds: CONFIG,
    fields: ['data.*.queues[*]', 'data.*.exchanges[*]'],
    when: (given) => given.field.path.length > 4 && inDefinitions(given),
    verdict: 'BLOCK',
    consequence: (given) =>
      isOf(given, 'exchanges')
        ? 'an existing exchange keeps its type and arguments: the import ignores new ones, and clients that declare it with them fail with PRECONDITION_FAILED'
        : 'an existing queue keeps its arguments: the import ignores the new ones, and clients that declare it with them fail with PRECONDITION_FAILED',
    procedure:
      'put limits, dead lettering and timeouts into a policy; for another type make a new queue and shovel the messages, or a new exchange and move its publishers',
  },
  {
    id: 'rabbitmq-not-deleted-by-import',
    kinds: CONFIG,
    fields: [
      'data.*.users[*]',
      'data.*.vhosts[*]',
      'data.*.permissions[*]',
      'data.*.topic_permissions[*]',
      'data.*.policies[*]',
      'data.*.queues[*]',
      'data.*.exchanges[*]',
      'data.*.bindings[*]',
    ],
    when: (given) =>
      given.field.to === undefined && given.field.path.length <= 4 && inDefinitions(given) && !hasMoved(given),
    verdict: 'WARN',
    consequence: (given) =>
      isOf(given, 'bindings')
        ? 'the import deletes nothing: the binding stays in the running broker and goes on filling its queue'
        : 'the import deletes nothing: it stays in the running broker, with its rights and messages',
    procedure:
      'delete it by hand (rabbitmqctl delete_user, delete_vhost, clear_policy, delete_queue; exchanges and bindings over the management API)',
  },
  {
    id: 'rabbitmq-version-skip',
    kinds: POD_KINDS,
    fields: ['spec.template.spec.containers[*].image'],
    when: skips,
    verdict: 'BLOCK',
    consequence:
      'RabbitMQ refuses to boot when a minor version is skipped, or on a new major version with feature flags not enabled',
    procedure:
      'go one minor version at a time; after each run rabbitmqctl enable_feature_flag all and wait for all nodes',
  },
];

/** What of a Redis or Sentinel configuration must not change under clients and data. */
interface RedisIdentity {
  readonly masters: string;
  readonly announced: string;
  readonly isPersistent: boolean | undefined;
}

/** Reads the directives of a configuration file or of arguments. */
function redisIdentity(text: string): RedisIdentity {
  const lines = text.split('\n').map((line) => line.trim());
  const matching = (pattern: RegExp): string =>
    lines
      .flatMap((line) => pattern.exec(line)?.[1] ?? [])
      .sort()
      .join(' ');
  const append = lines.flatMap((line) => /^(?:--)?appendonly\s+"?(yes|no)/.exec(line)?.[1] ?? []).at(-1);
  const saves = lines.filter((line) => /^(?:--)?save\s/.test(line));
  const savesNever = saves.length > 0 && saves.every((line) => /^(?:--)?save\s+""/.test(line));
  return {
    masters: matching(/^(?:--)?sentinel\s+monitor\s+(\S+)/),
    announced: matching(/^(?:--)?((?:sentinel\s+announce-(?:ip|port|hostnames)|replica-announce-(?:ip|port))\s+\S+)/),
    isPersistent:
      append === undefined && saves.length === 0 ? undefined : append === 'yes' || (saves.length > 0 && !savesNever),
  };
}

function redisText(value: unknown): string {
  if (!Array.isArray(value)) return textIn(value);
  return value.map(textIn).join(' ').replaceAll(' --', '\n--');
}

function breaksRedis({ field }: FieldCircumstances): string {
  const old = redisIdentity(redisText(field.from));
  const now = redisIdentity(redisText(field.to));
  if (old.masters !== '' && old.masters !== now.masters)
    return 'clients that ask Sentinel for the old master name find no master';
  if (old.announced !== now.announced && (old.announced !== '' || now.announced !== '')) {
    return 'Sentinels and replicas know the old address as another node: the set falls apart and clients lose the master';
  }
  return old.isPersistent === true && now.isPersistent !== true
    ? 'without persistence a master that restarts is empty, and replicates its emptiness'
    : '';
}

const REDIS_PROCEDURE =
  'keep names and persistence; to change them set up a second Redis beside it, copy the data, move the clients';

export const redisRules: readonly FieldRule[] = [
  {
    id: 'redis-identity',
    kinds: CONFIG,
    fields: ['data.*'],
    when: (given) => breaksRedis(given) !== '',
    verdict: 'BLOCK',
    consequence: breaksRedis,
    procedure: REDIS_PROCEDURE,
  },
  {
    id: 'redis-identity',
    kinds: POD_KINDS,
    fields: ['spec.template.spec.containers[*].args', 'spec.template.spec.containers[*].command'],
    when: (given) => breaksRedis(given) !== '',
    verdict: 'BLOCK',
    consequence: breaksRedis,
    procedure: REDIS_PROCEDURE,
  },
  {
    id: 'redis-names-in-environment',
    kinds: [...POD_KINDS, '/ConfigMap'],
    fields: ['spec.template.spec.containers[*].env[*]', 'spec.template.spec.initContainers[*].env[*]', 'data.*'],
    when: ({ field }) =>
      field.from !== undefined &&
      field.path.some((step) =>
        /^\[?(REDIS|SENTINEL|VALKEY)[A-Z_]*(MASTER_(NAME|SET)|ANNOUNCE_(IP|HOST|PORT)[A-Z]*)\]?$/.test(step),
      ),
    verdict: 'BLOCK',
    consequence: 'the name by which Sentinel and clients know the master changes: clients lose the master',
    procedure: REDIS_PROCEDURE,
  },
];
