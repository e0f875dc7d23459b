// Writes what the library knows of kinds beside Kubernetes' own models: the rules laid over those, and the custom kinds. Needs a
// build. The models themselves come from kubernetes/write.mjs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreRules } from './core-rules.mjs';
import { customKinds } from './custom-kinds.mjs';
import { list, map } from './print.mjs';

const assets = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'assets', 'kinds');

export function writeSchemas(output = assets) {
  const schemas = join(output, 'schemas');
  mkdirSync(schemas, { recursive: true });
  for (const file of readdirSync(schemas)) if (isCustom(file)) rmSync(join(schemas, file));
  const { models, ...rest } = coreRules(readModels());
  writeFileSync(join(output, 'rules.json'), `{\n "models": ${map(models, ' ')},\n${map(rest).slice(2)}`);
  const { kinds, schemas: custom } = customKinds();
  writeFileSync(join(output, 'custom.json'), list(kinds));
  for (const [group, models] of Object.entries(custom)) writeFileSync(join(schemas, `${group}.json`), map(models));
}

/** The groups of custom kinds have a dot in their names, those of Kubernetes' own models have none. */
function isCustom(file) {
  return file.endsWith('.json') && file.slice(0, -'.json'.length).includes('.');
}

export function readModels() {
  const folder = join(assets, 'schemas');
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json') && !isCustom(file))
      .sort()
      .flatMap((file) =>
        Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8'))).map(([name, schema]) => [
          `${file.slice(0, -'.json'.length)}/${name}`,
          schema,
        ]),
      ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeSchemas(process.argv[2] ? resolve(process.argv[2]) : undefined);
