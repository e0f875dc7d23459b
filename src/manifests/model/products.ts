/** A server that an image holds, as far as rules know something about it. */
export interface Product {
  /** What it is at heart: a fork counts as what it is a fork of. */
  readonly family: string;
  /** Whether it keeps data in a format of its version. */
  readonly stateful: boolean;
  /** Whether it takes its passwords over at the first start, and keeps them. */
  readonly keepsCredentials: boolean;
  /** Finds the family's version in a tag, as its first group. @default - the numbers that the tag begins with */
  readonly version?: RegExp;
}

/** What a project says of an image of its own. */
export interface ProductOptions {
  /** `postgres`, `redis`, `rabbitmq`, or a name that only own rules know. */
  readonly family: string;
  /** Whether it keeps data in a format of its version. @default - as the family does */
  readonly stateful?: boolean;
  /** Whether it takes its passwords over at the first start, and keeps them. @default - as the family does */
  readonly keepsCredentials?: boolean;
  /** Regular expression whose first group is the family's version in a tag. @default - the numbers that the tag begins with */
  readonly version?: string;
}

/** Products by the name of their image: the last part of its repository, or all of it. */
export type Products = ReadonlyMap<string, Product>;

/** Extensions of PostgreSQL that have a version of their own tell the server's as `pg17`. */
const serverVersion = /(?:^|-)pg(\d+(?:\.\d+)*)/;

interface Family {
  readonly names: readonly string[];
  /** Images whose tags tell the family's version in their own way. */
  readonly tagged?: { readonly names: readonly string[]; readonly version: RegExp };
  readonly keepsCredentials?: boolean;
}

/** Servers that keep data. Exporters, operators, proxies and clients of them are none. */
const families: Readonly<Record<string, Family>> = {
  postgres: {
    names: ['postgres', 'postgresql', 'postgresql-repmgr', 'postgis', 'percona-distribution-postgresql'],
    tagged: {
      names: ['timescaledb', 'timescaledb-ha', 'pgvector', 'pgvecto-rs', 'vchord-postgres', 'citus', 'paradedb'],
      version: serverVersion,
    },
    keepsCredentials: true,
  },
  redis: {
    names: ['redis', 'redis-cluster', 'redis-sentinel', 'redis-stack', 'redis-stack-server', 'keydb'].concat([
      'valkey',
      'valkey-cluster',
      'valkey-sentinel',
      'valkey-bundle',
    ]),
    keepsCredentials: true,
  },
  rabbitmq: { names: ['rabbitmq'], keepsCredentials: true },
  mysql: { names: ['mysql', 'mariadb', 'percona-server', 'mysql-server'], keepsCredentials: true },
  mongo: { names: ['mongo', 'mongodb', 'mongodb-community-server', 'percona-server-mongodb'], keepsCredentials: true },
  cassandra: { names: ['cassandra', 'scylla'], keepsCredentials: true },
  prometheus: { names: ['prometheus'] },
  grafana: { names: ['grafana', 'grafana-oss', 'grafana-enterprise'], keepsCredentials: true },
  elasticsearch: { names: ['elasticsearch'] },
  opensearch: { names: ['opensearch'] },
  kafka: { names: ['kafka', 'kafka-native', 'cp-kafka'] },
  zookeeper: { names: ['zookeeper', 'cp-zookeeper'] },
  etcd: { names: ['etcd'] },
  influxdb: { names: ['influxdb'] },
  minio: { names: ['minio'] },
  clickhouse: { names: ['clickhouse', 'clickhouse-server'] },
  loki: { names: ['loki'] },
  nats: { names: ['nats'] },
};

/** The products that are known without being told. */
export const knownProducts: Products = new Map(
  Object.entries(families).flatMap(([family, { names, tagged, keepsCredentials = false }]) => [
    ...names.map((name) => [name, { family, stateful: true, keepsCredentials }] as const),
    ...(tagged?.names ?? []).map(
      (name) =>
        [name, { family, stateful: true, keepsCredentials, version: tagged?.version ?? serverVersion }] as const,
    ),
  ]),
);

/** The known products, and those of a project; its own word counts where both know a name. */
export function productsWith(own: Readonly<Record<string, ProductOptions>> = {}): Products {
  const names = Object.keys(own);
  if (names.length === 0) return knownProducts;
  const products = new Map(knownProducts);
  for (const [name, { family, stateful, keepsCredentials, version }] of Object.entries(own)) {
    const like = families[family];
    products.set(name, {
      family,
      stateful: stateful ?? like !== undefined,
      keepsCredentials: keepsCredentials ?? like?.keepsCredentials ?? false,
      ...(version !== undefined && { version: new RegExp(version) }),
    });
  }
  return products;
}
