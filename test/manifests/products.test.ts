import { ManifestSet } from '../../src/manifests';
import {
  compareVersions,
  isAlpine,
  ManifestModel,
  type Product,
  productIn,
  productOf,
  productsWith,
  versionOf,
} from '../../src/manifests/model';

test.each<[string, string | undefined, readonly number[]]>([
  ['postgres:17.6-alpine', 'postgres', [17, 6]],
  ['docker.io/postgis/postgis:16-3.4', 'postgres', [16]],
  ['timescale/timescaledb:2.17.2-pg17', 'postgres', [17]],
  ['timescale/timescaledb-ha:pg17.2-ts2.17', 'postgres', [17, 2]],
  ['pgvector/pgvector:pg16', 'postgres', [16]],
  ['valkey/valkey:8.1', 'redis', [8, 1]],
  ['rabbitmq:4.3.5-management', 'rabbitmq', [4, 3, 5]],
  ['prom/prometheus:v3.14.0', 'prometheus', [3, 14, 0]],
  ['postgres:latest', 'postgres', []],
  ['prometheuscommunity/postgres-exporter:v0.15.0', undefined, [0, 15, 0]],
  ['oliver006/redis_exporter:v1.60', undefined, [1, 60]],
  ['registry:5000/team/web:20240101', undefined, []],
  ['team/web:1a2b3c4', undefined, []],
])('%s holds %s of version %j', (image, family, version) => {
  expect([productIn(image)?.family, versionOf(image)]).toEqual([family, version]);
});

const postgres = { family: 'postgres', stateful: true, keepsCredentials: true };

test.each<[string, Partial<Product>]>([
  ['postgres:18.1', postgres],
  ['timescale/timescaledb:2.17.2-pg17', postgres],
  ['grafana/grafana:13.1.0', { family: 'grafana', stateful: true, keepsCredentials: true }],
  ['opensearchproject/opensearch:3.1.0', { family: 'opensearch', stateful: true, keepsCredentials: false }],
])('%s keeps what a server of its family keeps', (image, product) => {
  expect(productIn(image)).toMatchObject(product);
});

test('Alpine is told by the tag', () => {
  expect([isAlpine('postgres:17-alpine'), isAlpine('alpine/postgres:17')]).toEqual([true, false]);
});

test('versions are compared as far as both say', () => {
  expect(compareVersions([17, 1], [17])).toBe(0);
  expect(compareVersions([4, 3], [4, 10])).toBeLessThan(0);
});

test('a project says what its own images hold', () => {
  const products = productsWith({
    'registry.example.org/db': { family: 'postgres' },
    ledger: { family: 'ledger', stateful: true, version: '-v(\\d+)$' },
  });
  expect(productIn('registry.example.org/db:17', products)).toEqual({
    family: 'postgres',
    stateful: true,
    keepsCredentials: true,
  });
  expect(productIn('other.example.org/db:17', products)).toBeUndefined();
  expect(versionOf('team/ledger:2024-v3', products)).toEqual([3]);
  expect(productIn('team/ledger:2024-v3', products)).toMatchObject({ stateful: true, keepsCredentials: false });
});

test('containers of a set are what the project says', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'z' } };
  const spec = {
    containers: [{ name: 'a', image: 'team/db:17' }],
    initContainers: [{ name: 'b', image: 'team/db:17' }],
  };
  const model = new ManifestModel(ManifestSet.of([{ ...pod, spec }]).manifests, {
    products: { db: { family: 'postgres' } },
  });
  expect(model.containers.map(productOf)).toEqual(['postgres', 'other']);
});
