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

/** What a pattern of the CRDs means; each completes the sentence "… is not …" of an error. */
const SPOKEN = {
  '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$': 'a size such as 10MB',
  '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$':
    'a duration such as 30s or 1h30m',
  '^(http|https)://.+$': 'an address with http or https',
  '^(http|https|socks5)://.+$': 'an address with http, https or socks5',
  '^([aA][bB][oO][rR][tT]|[wW][aA][rR][nN])?$': 'abort or warn',
  '^.*@.*\\.iam\\.gserviceaccount\\.com$': 'the address of a Google service account',
  '^.{2,}|[^./]$': 'a folder below the root of the repository',
  '^[-._a-zA-Z0-9]+$': 'a key of letters, digits, -, _ and .',
  '^[a-z0-9-]+$': 'a region of lower case letters, digits and -',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$': 'a DNS label (up to 63 lower case letters, digits and -)',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$':
    'a DNS name (lower case letters, digits, - and .)',
};

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
  if (schema.pattern) {
    if (!SPOKEN[schema.pattern])
      throw new Error(`${place} has the pattern ${schema.pattern}, which SPOKEN does not put into words`);
    result.description = SPOKEN[schema.pattern];
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
