// The custom kinds that come with the library, from the definitions in imports/crds: an index, and a file of schemas a group.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { definitionFrom } from '../../src/lib/kubernetes/kind-registry/index.js';

const crds = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'imports', 'crds');

/** Types of Kubernetes that are embedded in custom kinds, which their definitions leave open. */
const EMBEDDED = {
  ScaledJob: (schema) => (schema.properties.spec.properties.jobTargetRef = { $ref: 'batch/v1.JobSpec' }),
};

/** `{ kinds, schemas: { group: { 'v1.Kind': schema } } }` */
export function customKinds() {
  const schemas = {};
  const kinds = readCrds().map((crd) => {
    const definition = definitionFrom(crd);
    const { group, kind } = definition;
    const versions = definition.versions.map(({ name, schema }) => {
      EMBEDDED[kind]?.(schema);
      // An object without a spec is stored by some of these APIs, and means nothing.
      schema.required = [...new Set([...(schema.required ?? []), ...(schema.properties.spec ? ['spec'] : [])])].sort();
      schemas[group] = { ...schemas[group], [`${name}.${kind}`]: schema };
      return { name, schema: `${group}/${name}.${kind}` };
    });
    return { ...definition, versions };
  });
  return { kinds, schemas };
}

export function readCrds() {
  return readdirSync(crds)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(crds, file), 'utf8')).map((document) => document.toJS({ maxAliasCount: -1 })),
    );
}
