import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { differences, type Shape } from './compare';
import { EXCEPTIONS } from './exceptions';

interface Crd {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec: {
    group: string;
    names: { kind: string; plural: string };
    versions: { name: string; schema: { openAPIV3Schema: Shape } }[];
  };
}

const folder = join(__dirname, '..', '..', 'imports', 'crds');
const crds = readdirSync(folder).flatMap((file) =>
  loadAll(readFileSync(join(folder, file), 'utf8')).map((crd) => ({ file, crd: crd as Crd })),
);

test('a file of CRDs is named after the one group it holds, a CRD after its plural', () => {
  for (const { file, crd } of crds) {
    expect(file).toBe(`${crd.spec.group}.yaml`);
    expect(crd.metadata.name).toBe(`${crd.spec.names.plural}.${crd.spec.group}`);
  }
});

test.each(['argo-cd', 'external-secrets', 'keda', 'prometheus-operator', 'sealed-secrets'])(
  'the validators of %s know whole numbers only, as the CRDs do',
  (name) => {
    const schemas = join(__dirname, '..', '..', 'node_modules', '@kubernetes-models', name, '_schemas');
    const validators = readdirSync(schemas).filter((file) => file.endsWith('.js'));
    expect(validators.length).toBeGreaterThan(5);
    expect(validators.filter((file) => readFileSync(join(schemas, file), 'utf8').includes('{type:"number"}'))).toEqual(
      [],
    );
    const numbers = crds.filter(({ file }) => /type: number\b/.test(readFileSync(join(folder, file), 'utf8')));
    expect(numbers).toEqual([]);
  },
);

test('the CRDs agree with the independent models in fields, types, required lists and values, but for the exceptions', () => {
  const output = execFileSync(process.execPath, [join(__dirname, 'models.mjs')], { maxBuffer: 64 << 20 });
  const models = JSON.parse(output.toString()) as Record<string, Record<string, Shape>>;
  const compared = crds.flatMap(({ crd }) =>
    crd.spec.versions.flatMap((version) => {
      const { kind } = crd.spec.names;
      const definitions = models[`${crd.spec.group}/${version.name}/${kind}`];
      const theirs = definitions?.[`I${kind}`]?.properties?.spec;
      const ours = version.schema.openAPIV3Schema.properties?.spec;
      if (!definitions || !theirs || !ours) throw new Error(`no model or no spec of ${kind}`);
      return differences(kind, ours, theirs, definitions);
    }),
  );
  const explained = EXCEPTIONS.flatMap(({ lines }) => lines);
  expect(compared.filter((line) => !explained.includes(line))).toEqual([]);
  expect(explained.filter((line) => !compared.includes(line))).toEqual([]);
}, 120_000);
