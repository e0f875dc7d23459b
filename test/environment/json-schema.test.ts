import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { describeEnvironment, environmentJsonSchema, environmentSchemaText } from '../../src/environment/reading';
import { FORMS } from './sample-systems';

const schema = environmentJsonSchema(FORMS);
const validate = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

function textOf(name: string): string {
  return readFileSync(`test/environment/fixtures/valid/${name}.yaml`, 'utf8');
}

/** Every object with properties in a JSON schema, with the path to it. */
function objects(node: unknown, path = '#'): [string, Record<string, unknown>][] {
  if (typeof node !== 'object' || node === null) return [];
  const own: [string, Record<string, unknown>][] =
    'properties' in node ? [[path, node as Record<string, unknown>]] : [];
  return [...own, ...Object.entries(node).flatMap(([key, child]) => objects(child, `${path}/${key}`))];
}

test.each(['local', 'production'])('accepts the file of %s', (name) => {
  expect(validate(parse(textOf(name))) ? [] : validate.errors).toEqual([]);
});

test.each([
  ['an unknown key', 'gitops:', 'zone: x\ngitops:', '', 'additionalProperties'],
  ['an unknown key below', 'cluster:\n', 'cluster:\n  zone: x\n', '/cluster', 'additionalProperties'],
  ['an unknown system', '  shop:', '  blog: {}\n  shop:', '/systems', 'additionalProperties'],
  [
    'an unknown key of a system',
    '    replicas: 1',
    '    replicas: 1\n    x: 1',
    '/systems/shop',
    'additionalProperties',
  ],
  ['a missing key', 'name: local\n', '', '', 'required'],
  ['an impossible quantity', 'memory: 4Gi', 'memory: 5 GB', '/cluster/nodes/0/memory', 'pattern'],
  ['an unsupported version', '1.36', '1.20', '/cluster/kubernetesVersion', 'enum'],
])('refuses %s', (_, from, to, where, keyword) => {
  const text = textOf('local');
  expect(text).toContain(from);
  expect(validate(parse(text.replace(from, to)))).toBe(false);
  expect(validate.errors?.map((error) => [error.instancePath, error.keyword])).toContainEqual([where, keyword]);
});

test('every object is closed, but the classes of storage for the purposes of own tiers', () => {
  const found = objects(schema);
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter(([, object]) => object.additionalProperties !== false).map(([path]) => path)).toEqual([
    '#/properties/storage/oneOf/1/properties/classes',
  ]);
});

test('every field is described, in one sentence or more', () => {
  const bare = objects(schema).flatMap(([path, { properties }]) =>
    Object.entries(properties as Record<string, { description?: string }>)
      .filter(([, { description }]) => !description?.endsWith('.'))
      .map(([name]) => `${path}/${name}`),
  );
  expect(bare).toEqual([]);
});

test('defaults are in the written form', () => {
  expect(schema).toMatchObject({
    properties: {
      cluster: { properties: { apiServerPort: { default: 6443 } } },
      systems: { properties: { platform: { properties: { retention: { default: '12h' } } } } },
    },
  });
});

test('the text of the schema is that schema, on lines, with a final line end', () => {
  const text = environmentSchemaText(FORMS);
  expect(JSON.parse(text)).toEqual(schema);
  expect(text).toMatch(/^\{\n {2}"\$schema": "http:\/\/json-schema\.org\/draft-07\/schema#",\n[\s\S]*\n\}\n$/);
});

test('the table of fields names type, default and meaning', () => {
  const rows = describeEnvironment(FORMS).split('\n');
  expect(rows.slice(0, 3)).toEqual([
    '| Field | Type | Default | Meaning |',
    '|---|---|---|---|',
    '| `name` | text | required | Name of the environment, the same as the file name without .yaml. |',
  ]);
  for (const row of [
    '| `cluster` | mapping | required | The cluster. |',
    '| `cluster.flavour` | `kubernetes`, `openshift`, `microshift` | `kubernetes` | Kind of cluster, where distributions differ. |',
    '| `cluster.nodes[].cpu` | text or number | required | CPU that pods can have on each node (allocatable). |',
    '| `storage.classes.NAME` (mode `dynamic`) | text | | Storage class for another purpose, one that a tier of your own names for its volume. |',
    '| `storage.classes.shared` (mode `dynamic`) | text | | Storage class that offers ReadWriteMany. Without it a tier that shares files is an error. |',
    '| `exposure.controllerPodLabels` (type `Ingress`) | mapping | | Labels that select the controller\'s pods in network policies; {} for all pods of the namespace. Default: that of `controller`, else {"app.kubernetes.io/name":"ingress-nginx"}. |',
    '| `systems.shop.volume` | text | `3Gi` | Volume of the database. |',
  ]) {
    expect(rows).toContain(row);
  }
});
