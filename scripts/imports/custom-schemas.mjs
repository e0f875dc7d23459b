// Strict schemas of the custom kinds, from imports/crds: objects that list their fields refuse others, as the API server does
// when asked to be strict. Subschemas that come more than once become definitions.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { names } from './patterns.mjs';

const crds = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'imports', 'crds');

/** Core types embedded in custom kinds, which their CRDs leave open. */
const EMBEDDED = { 'ScaledJob.spec.jobTargetRef': 'JobSpec' };
const CORE = 'kubernetes.json#/definitions/';

/** @param coreDefinitions names of the core pool, to which embedded types may point */
export function customSchemas(coreDefinitions) {
  const kinds = {};
  const definitions = {};
  for (const crd of readCrds()) {
    const { group, names: own, scope, versions } = crd.spec;
    for (const version of versions.filter((candidate) => candidate.served)) {
      const model = definitions[own.kind] ? `${own.kind}.${group}` : own.kind;
      definitions[model] = kindSchema(
        `${group}/${version.name}`,
        own.kind,
        version.schema.openAPIV3Schema,
        coreDefinitions,
      );
      kinds[`${group}/${version.name}/${own.kind}`] = { schema: model, cluster: scope === 'Cluster' };
    }
  }
  return { kinds, definitions: shared(definitions) };
}

export function readCrds() {
  const files = readdirSync(crds)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(crds, file), 'utf8')).map((document) => document.toJS({ maxAliasCount: -1 })),
  );
}

function kindSchema(apiVersion, kind, schema, coreDefinitions) {
  const closed = close(schema, kind, coreDefinitions);
  Object.assign(closed.properties, {
    apiVersion: { type: 'string', const: apiVersion },
    kind: { type: 'string', const: kind },
    metadata: { $ref: `${CORE}ObjectMeta`, required: ['name'], properties: { name: names.subdomain } },
  });
  closed.required = [...new Set([...(schema.required ?? []), 'apiVersion', 'kind', 'metadata', 'spec'])].sort();
  return closed;
}

/** JSON schema (draft 7) of an OpenAPI v3 structural schema, closed. */
function close(schema, place, coreDefinitions) {
  const embedded = EMBEDDED[place];
  if (embedded) {
    if (!coreDefinitions.includes(embedded))
      throw new Error(`${place} points to ${embedded}, which the core schemas do not have`);
    return { $ref: `${CORE}${embedded}` };
  }
  if (schema['x-kubernetes-int-or-string']) return { type: ['integer', 'string'] };
  const result = { type: schema.nullable ? [schema.type, 'null'] : schema.type };
  for (const keyword of [
    'enum',
    'pattern',
    'minimum',
    'maximum',
    'minLength',
    'maxLength',
    'minItems',
    'minProperties',
    'maxProperties',
  ]) {
    if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  }
  if (schema.items) result.items = close(schema.items, `${place}[]`, coreDefinitions);
  if (schema.additionalProperties)
    result.additionalProperties = close(schema.additionalProperties, `${place}{}`, coreDefinitions);
  if (schema.properties) {
    const entries = Object.entries(schema.properties);
    result.properties = Object.fromEntries(
      entries.map(([field, child]) => [field, close(child, `${place}.${field}`, coreDefinitions)]),
    );
    if (!schema['x-kubernetes-preserve-unknown-fields']) result.additionalProperties = false;
    // The API server fills in defaults before it looks for what is missing.
    const required = (schema.required ?? []).filter((field) => schema.properties[field].default === undefined);
    if (required.length > 0) result.required = required;
  }
  return result;
}

/** Moves every larger subschema that comes twice into a definition named after the first place it was found at. */
function shared(definitions) {
  const seen = new Map();
  const count = (schema, place) => {
    for (const [key, child] of children(schema)) count(child, `${place}.${key}`);
    const text = JSON.stringify(schema);
    if (text.length < 120 || schema.$ref) return;
    const entry = seen.get(text) ?? { place, times: 0 };
    entry.times++;
    seen.set(text, entry);
  };
  for (const [name, schema] of Object.entries(definitions))
    for (const [key, child] of children(schema)) count(child, `${name}.${key}`);
  const result = {};
  const replace = (schema) => {
    const entry = seen.get(JSON.stringify(schema));
    const copy = { ...schema };
    if (schema.items) copy.items = replace(schema.items);
    if (typeof schema.additionalProperties === 'object')
      copy.additionalProperties = replace(schema.additionalProperties);
    if (schema.properties)
      copy.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([field, child]) => [field, replace(child)]),
      );
    if (!entry || entry.times < 2) return copy;
    result[entry.place] = copy;
    return { $ref: `#/definitions/${entry.place}` };
  };
  for (const [name, schema] of Object.entries(definitions)) {
    result[name] = {
      ...schema,
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([field, child]) => [field, replace(child)]),
      ),
    };
  }
  return Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function children(schema) {
  const list = Object.entries(schema.properties ?? {});
  if (schema.items) list.push(['items', schema.items]);
  if (typeof schema.additionalProperties === 'object') list.push(['values', schema.additionalProperties]);
  return list;
}
