// Writes the strict schemas that checks/schemas reads: one pool for the core kinds, one for the custom kinds of imports/crds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreSchemas } from './core-schemas.mjs';
import { customSchemas } from './custom-schemas.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export function writeSchemas(output = join(root, 'src', 'assets', 'schemas')) {
  mkdirSync(output, { recursive: true });
  const core = coreSchemas();
  writeFileSync(join(output, 'kubernetes.json'), print(core));
  writeFileSync(join(output, 'custom.json'), print(customSchemas(Object.keys(core.definitions))));
}

/** JSON with a line for each field of a definition: short, and a change shows as the lines it touches. */
function print({ kinds, definitions, ...rest }) {
  const lines = (object, value) =>
    Object.entries(object)
      .map(([name, child]) => `  ${JSON.stringify(name)}: ${value(child)}`)
      .join(',\n');
  const definition = ({ properties, ...keywords }) => {
    if (!properties) return JSON.stringify(keywords);
    const head = JSON.stringify(keywords).slice(0, -1);
    const fields = Object.entries(properties).map(
      ([name, child]) => `   ${JSON.stringify(name)}: ${JSON.stringify(child)}`,
    );
    return `${head}${head === '{' ? '' : ','}"properties":{\n${fields.join(',\n')}}}`;
  };
  const head = Object.entries(rest).map(([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join('')} "kinds": {\n${lines(kinds, (kind) => JSON.stringify(kind))}\n },\n "definitions": {\n${lines(definitions, definition)}\n }\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeSchemas(process.argv[2] ? resolve(process.argv[2]) : undefined);
