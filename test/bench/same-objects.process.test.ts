import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

interface ReadObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one of the measured works, on the compiled library as the measurement does. */
function work(name: string, ...args: string[]): Record<string, number> {
  const path = join(__dirname, 'works', `${name}.mjs`);
  return JSON.parse(execFileSync(process.execPath, [path, ...args], { encoding: 'utf8' }));
}

/** All objects below a folder, by kind, namespace and name. */
function objectsIn(path: string): Map<string, ReadObject> {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const objects = files.flatMap((file) => loadAll(readFileSync(join(path, file), 'utf8')) as ReadObject[]);
  const byKey = new Map<string, ReadObject>();
  for (const object of objects) {
    const key = `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    // An object may stand in bootstrap.yaml and in the folder of its Application, but nowhere in two forms.
    expect(object).toEqual(byKey.get(key) ?? object);
    byKey.set(key, object);
  }
  return byKey;
}

/** Where two copies, none of them changed, are rendered, and what was told of it. */
const two = () => join(folder, 'two');
let objects: number;
beforeAll(() => {
  objects = work('copies', '2', two(), '--check', '--data', join(folder, 'objects.json')).objects!;
});

test('the library and plain cdk8s render the same objects in the measured works, in both layouts', () => {
  const rendered = objectsIn(two());
  expect(rendered.size).toBe(objects);
  for (const layout of ['FILE_PER_CHART', 'FOLDER_PER_CHART_FILE_PER_RESOURCE']) {
    expect(work('plain', join(folder, 'objects.json'), join(folder, layout), layout).objects).toBe(objects);
    expect(objectsIn(join(folder, layout))).toEqual(rendered);
  }
});

test('copies are alike but for their names, and as many as asked for', () => {
  const one = join(folder, 'one');
  const first = work('copies', '1', one).objects!;
  const namespaces = (path: string) => new Set([...objectsIn(path).values()].map(({ metadata }) => metadata.namespace));
  const copies = (path: string) => [...namespaces(path)].filter((name) => name?.startsWith('zamperla-')).sort();
  expect(copies(one)).toEqual(['zamperla-0001']);
  expect(copies(two())).toEqual(['zamperla-0001', 'zamperla-0002']);
  const named = (path: string, copy: string) => [...objectsIn(path).keys()].filter((key) => key.includes(copy)).length;
  expect(named(two(), 'zamperla-0002')).toBe(named(two(), 'zamperla-0001'));
  expect(named(two(), 'zamperla-0001')).toBe(named(one, 'zamperla-0001'));
  expect(objects).toBe(first + named(one, 'zamperla-0001'));
});

test('the diff finds the objects that a changed copy changes, and none without a change', () => {
  const changed = join(folder, 'changed');
  work('copies', '2', changed, '0.5');
  expect(work('diff', two(), two()).changed).toBe(0);
  expect(work('diff', two(), changed).changed).toBe(3);
});

test('the checks read every object that was rendered', () => {
  expect(work('check', two()).objects).toBe(objects);
});
