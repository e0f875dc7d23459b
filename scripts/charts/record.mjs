// Writes down which values a chart knows: test/operators/charts/NAME.json.
//
// usage: node scripts/charts/record.mjs NAME VERSION SOURCE FILE
//
// FILE is the chart's values.schema.json, its values.yaml (`helm show values`), or a page with its table of parameters.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** Paths of keys, in order; what ends in `.*` may have any keys below it. */
export function keysOf(text, file) {
  const keys = file.endsWith('.json')
    ? fromSchema(JSON.parse(text))
    : file.endsWith('.md')
      ? fromTable(text)
      : fromValues(load(text));
  return [...new Set(keys)].sort();
}

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const below = (prefix, key) => (prefix === '' ? key : `${prefix}.${key}`);

function fromSchema(schema, root = schema, prefix = '') {
  if (schema.$ref) return fromSchema(root.$defs[schema.$ref.split('/').at(-1)], root, prefix);
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([key, each]) => fromSchema(each, root, below(prefix, key)));
  }
  const open = schema.type === undefined || [schema.type].flat().includes('object');
  return [open ? `${prefix}.*` : prefix];
}

// An empty map is one that the user fills, and nothing tells what belongs into an empty value.
function fromValues(value, prefix = '') {
  if (value === null) return [`${prefix}.*`];
  if (!isMap(value)) return [prefix];
  const entries = Object.entries(value);
  return entries.length === 0
    ? [`${prefix}.*`]
    : entries.flatMap(([key, each]) => fromValues(each, below(prefix, key)));
}

function fromTable(text) {
  const rows = [...text.matchAll(/^\| *`([\w.-]+)` *\| *(\w+)/gm)].map(([, key, type]) => ({ key, type }));
  const parents = new Set(
    rows.flatMap(({ key }) => key.split('.').map((_, at, parts) => parts.slice(0, at).join('.'))),
  );
  return rows.filter(({ key }) => !parents.has(key)).map(({ key, type }) => (type === 'object' ? `${key}.*` : key));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [name, version, source, file] = process.argv.slice(2);
  if (file === undefined) {
    console.error('usage: node scripts/charts/record.mjs NAME VERSION SOURCE FILE');
    process.exit(2);
  }
  const keys = keysOf(readFileSync(file, 'utf8'), file);
  const path = new URL(`../../test/operators/charts/${name}.json`, import.meta.url);
  writeFileSync(path, `${JSON.stringify({ version, source, keys }, undefined, 2)}\n`);
  console.log(`${name} ${version}: ${keys.length} values`);
}
