import { configMap, definitions, mounting, type Row, statefulSet, template } from './objects';

const queue = (type: string) => ({
  queues: [{ vhost: '/', name: 'work', durable: true, arguments: { 'x-queue-type': type } }],
});
const exchange = (type: string) => ({
  vhosts: [{ name: '/' }],
  exchanges: [{ vhost: '/', name: 'events', type, durable: true }],
});
const bindings = (...destinations: string[]) => ({
  queues: ['a', 'b'].map((name) => ({ vhost: '/', name, durable: true })),
  bindings: destinations.map((destination) => ({
    source: 'events',
    vhost: '/',
    destination,
    destination_type: 'queue',
    routing_key: '',
    arguments: {},
  })),
});
const user = (name: string) => ({ name, password_hash: 'x', tags: '' });
const redis = (...lines: string[]) => configMap('redis', { 'redis.conf': lines.join('\n') });
const sentinel = (...lines: string[]) => configMap('sentinel', { 'sentinel.conf': lines.join('\n') });
const CLAIMED = { persistentVolumeClaim: { claimName: 'db' } };
const db = (image: string, path = '/var/lib/postgresql/data') =>
  statefulSet('db', {}, mounting('db', image, path, CLAIMED));
const scripted = statefulSet(
  'db',
  {},
  mounting('db', 'postgres:17.5', '/docker-entrypoint-initdb.d', { configMap: { name: 'init' } }),
);
const broker = (image: string, fields: Record<string, unknown> = {}) =>
  statefulSet('rabbitmq', fields, template('rabbitmq', image));

export const TIER_ROWS: readonly Row[] = [
  {
    row: 'RabbitMQ queue arguments',
    from: [definitions(queue('classic'))],
    to: [definitions(queue('quorum'))],
    told: 'BLOCK rabbitmq-queue-arguments ConfigMap z/rabbitmq-definitions: an existing queue keeps its arguments: the import ignores the new ones, and clients that declare it with them fail with PRECONDITION_FAILED',
    also: ['OK configuration-picked-up ConfigMap z/rabbitmq-definitions: no pod in these manifests mounts it'],
  },
  {
    row: 'RabbitMQ exchange type',
    from: [definitions(exchange('direct'))],
    to: [definitions(exchange('fanout'))],
    told: 'BLOCK rabbitmq-queue-arguments ConfigMap z/rabbitmq-definitions: an existing exchange keeps its type and arguments: the import ignores new ones, and clients that declare it with them fail with PRECONDITION_FAILED',
    also: ['OK configuration-picked-up ConfigMap z/rabbitmq-definitions: no pod in these manifests mounts it'],
  },
  {
    row: 'RabbitMQ definitions: binding removed',
    from: [definitions(bindings('a', 'b'))],
    to: [definitions(bindings('a'))],
    told: 'WARN rabbitmq-not-deleted-by-import ConfigMap z/rabbitmq-definitions: the import deletes nothing: the binding stays in the running broker and goes on filling its queue',
    also: ['OK configuration-picked-up ConfigMap z/rabbitmq-definitions: no pod in these manifests mounts it'],
  },
  {
    row: 'RabbitMQ definitions: user or vhost removed',
    from: [definitions({ vhosts: [{ name: '/' }], users: [user('app'), user('old')] })],
    to: [definitions({ vhosts: [{ name: '/' }], users: [user('app')] })],
    told: 'WARN rabbitmq-not-deleted-by-import ConfigMap z/rabbitmq-definitions: the import deletes nothing: it stays in the running broker, with its rights and messages',
    also: ['OK configuration-picked-up ConfigMap z/rabbitmq-definitions: no pod in these manifests mounts it'],
  },
  {
    row: 'RabbitMQ StatefulSet, headless, namespace, suffix; minor version skip',
    from: [broker('rabbitmq:4.1.3-management')],
    to: [broker('rabbitmq:4.3.0-management', { serviceName: 'rabbitmq-nodes' })],
    told: 'BLOCK rabbitmq-headless StatefulSet z/rabbitmq: the headless Service is part of the node name, the key of the data directory: the broker starts blank',
    also: [
      'BLOCK rabbitmq-version-skip StatefulSet z/rabbitmq: RabbitMQ refuses to boot when a minor version is skipped, or on a new major version with feature flags not enabled',
      'RECREATE stateful-set-immutable StatefulSet z/rabbitmq: the API server refuses it: of a StatefulSet only replicas, ordinals, template, updateStrategy, revisionHistoryLimit, minReadySeconds and the retention policy may change',
    ],
  },
  {
    row: 'Postgres major, debian <-> alpine, mount path, PGDATA, uid',
    from: [db('postgres:17.5')],
    to: [db('postgres:18.1-alpine', '/var/lib/postgresql')],
    told: 'BLOCK postgres-layout StatefulSet z/db: PostgreSQL looks for its data in another place and makes an empty database there',
    also: [
      'BLOCK postgres-major StatefulSet z/db: another major version of PostgreSQL cannot read the data directory: the database does not start, or starts empty',
      'BLOCK postgres-variant StatefulSet z/db: Debian and Alpine images differ in user id and collation: files become unreadable, indexes silently wrong',
    ],
  },
  {
    row: 'Postgres initdb scripts changed',
    from: [configMap('init', { 'roles.sql': 'CREATE ROLE a;' }), scripted],
    to: [configMap('init', { 'roles.sql': 'CREATE ROLE b;' }), scripted],
    told: 'WARN initdb-scripts ConfigMap z/init: the scripts run only in an empty data directory: existing databases do not change',
  },
  {
    row: 'Redis master name, announce names, persistence off',
    from: [sentinel('sentinel monitor main redis-0 6379 2', 'sentinel announce-ip s-0'), redis('appendonly yes')],
    to: [sentinel('sentinel monitor primary redis-0 6379 2', 'sentinel announce-ip s-0'), redis('appendonly no')],
    told: 'BLOCK redis-identity ConfigMap z/redis: without persistence a master that restarts is empty, and replicates its emptiness',
    also: [
      'BLOCK redis-identity ConfigMap z/sentinel: clients that ask Sentinel for the old master name find no master',
      'OK configuration-picked-up ConfigMap z/redis: no pod in these manifests mounts it',
      'OK configuration-picked-up ConfigMap z/sentinel: no pod in these manifests mounts it',
    ],
  },
  {
    row: 'Image digest lower version of a stateful image',
    from: [statefulSet('cache', {}, template('cache', 'redis:8.2.1'))],
    to: [statefulSet('cache', {}, template('cache', 'redis:7.4.5@sha256:0011'))],
    told: 'BLOCK stateful-image-lowered StatefulSet z/cache: an older version may refuse the data that the newer one has written',
  },
];
