// Strict schemas of the core kinds: the models' types, closed, with the rules of the API server laid over them.
import { fields } from './field-rules.mjs';
import { coreKinds, KUBERNETES_VERSION } from './kinds.mjs';
import { objects, replaced, types } from './model-rules.mjs';
import { modelSchema } from './model-schema.mjs';
import { names } from './patterns.mjs';

/** Every number of the API is whole but these. */
const FRACTIONS = new Set(['JSONSchemaProps.maximum', 'JSONSchemaProps.minimum', 'JSONSchemaProps.multipleOf']);

/** The pool of definitions and, for each kind, the name of its definition. */
export function coreSchemas() {
  const definitions = readModels();
  enrich(definitions);
  const kinds = {};
  for (const [path, { cluster, name }] of Object.entries(coreKinds)) {
    const model = path.slice(path.lastIndexOf('/') + 1);
    const schema = definitions[model];
    schema.required = [...new Set([...schema.required, 'metadata'])].sort();
    schema.properties.metadata = {
      $ref: '#/definitions/ObjectMeta',
      required: ['name'],
      properties: { name: names[name ?? 'subdomain'] },
    };
    kinds[path] = { schema: model, cluster: cluster ?? false };
  }
  return {
    kubernetesVersion: KUBERNETES_VERSION,
    kinds,
    definitions: reachable(
      definitions,
      Object.values(kinds).map((kind) => kind.schema),
    ),
  };
}

/** One run for each group, since two groups may use one name for two models; the later one is then called `<Name>.<group>`. */
function readModels() {
  const groups = grouped(Object.keys(coreKinds));
  const definitions = {};
  for (const [group, kinds] of groups) {
    const models = Object.entries(modelSchema('kubernetes-models', kinds)).filter(([name]) => name.startsWith('I'));
    const renamed = {};
    for (const [name, schema] of models) {
      const own = name.slice(1);
      const other = definitions[own];
      renamed[own] =
        other && JSON.stringify(other.source) !== JSON.stringify(schema) ? `${own}.${group.split('/')[0]}` : own;
    }
    for (const [name, schema] of models) {
      definitions[renamed[name.slice(1)]] ??= { source: schema, schema: rewrite(schema, name.slice(1), renamed) };
    }
  }
  return Object.fromEntries(Object.entries(definitions).map(([name, { schema }]) => [name, schema]));
}

function groupVersion(path) {
  return path.slice(0, path.lastIndexOf('/'));
}

function grouped(paths) {
  const groups = new Map();
  for (const path of paths) groups.set(groupVersion(path), [...(groups.get(groupVersion(path)) ?? []), path]);
  return groups;
}

/** Whole numbers, our names, and `status` open: it is the cluster's, not a manifest's. */
function rewrite(schema, place, renamed) {
  if (Array.isArray(schema)) return schema.map((item) => rewrite(item, place, renamed));
  if (schema === null || typeof schema !== 'object') return schema;
  const result = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties') {
      result.properties = Object.fromEntries(
        Object.entries(value).map(([field, child]) => [
          field,
          field === 'status' && schema.properties.kind
            ? { type: 'object' }
            : rewrite(child, `${place}.${field}`, renamed),
        ]),
      );
    } else if (keyword === '$ref') {
      const name = value.slice('#/definitions/I'.length);
      result.$ref = `#/definitions/${renamed[name] ?? name}`;
    } else if (keyword === 'type') {
      result.type = value === 'number' && !FRACTIONS.has(place) ? 'integer' : value;
    } else {
      result[keyword] = rewrite(value, place, renamed);
    }
  }
  return result;
}

function enrich(definitions) {
  for (const [name, schema] of Object.entries(types)) definitions[known(definitions, name)] = schema;
  for (const [name, row] of Object.entries(replaced))
    Object.assign(definitions[known(definitions, name)].properties, row);
  for (const [name, row] of Object.entries(fields)) {
    const properties = definitions[known(definitions, name)].properties;
    for (const [field, keywords] of Object.entries(row)) {
      const schema = properties[known(properties, field, name)];
      properties[field] = schema.$ref === '#/definitions/IntOrString' ? keywords : laidOver(schema, keywords);
    }
  }
  for (const [name, { required = [], ...keywords }] of Object.entries(objects)) {
    const schema = definitions[known(definitions, name)];
    for (const field of required) known(schema.properties, field, name);
    for (const field of [...(keywords.exactlyOne ?? []), ...(keywords.atMostOne ?? [])])
      known(schema.properties, field, name);
    definitions[name] = { ...schema, ...keywords };
    const all = [...new Set([...(schema.required ?? []), ...required])].sort();
    if (all.length > 0) definitions[name].required = all;
  }
}

function laidOver(schema, keywords) {
  return keywords.items
    ? { ...schema, ...keywords, items: { ...schema.items, ...keywords.items } }
    : { ...schema, ...keywords };
}

function known(table, name, owner) {
  if (!table[name])
    throw new Error(`the rules name ${owner ? `${owner}.` : ''}${name}, which the models do not have: remove the row`);
  return name;
}

function reachable(definitions, roots) {
  const found = new Set();
  const open = [...roots];
  while (open.length > 0) {
    const name = open.pop();
    if (found.has(name)) continue;
    found.add(name);
    for (const [, target] of JSON.stringify(definitions[name]).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g))
      open.push(target);
  }
  return Object.fromEntries([...found].sort().map((name) => [name, definitions[name]]));
}
