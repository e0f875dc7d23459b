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
  const byKey = new Map(
    objects.map((object) => [`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );
  expect(byKey.size).toBe(objects.length);
  return byKey;
}

test('the library and plain cdk8s render the same objects in the measured works, in both layouts', () => {
  const [ours, data] = [join(folder, 'ours'), join(folder, 'objects.json')];
  const { objects } = work('copies', '2', ours, '--data', data);
  const rendered = objectsIn(ours);
  expect(rendered.size).toBe(objects);
  for (const layout of ['FILE_PER_CHART', 'FOLDER_PER_CHART_FILE_PER_RESOURCE']) {
    expect(work('plain', data, join(folder, layout), layout).objects).toBe(objects);
    expect(objectsIn(join(folder, layout))).toEqual(rendered);
  }
});

test('copies are alike but for their names, and as many as asked for', () => {
  const [one, three] = [join(folder, 'one'), join(folder, 'three')];
  const first = work('copies', '1', one).objects!;
  const third = work('copies', '3', three).objects!;
  const namespaces = (path: string) => new Set([...objectsIn(path).values()].map(({ metadata }) => metadata.namespace));
  const copies = (path: string) => [...namespaces(path)].filter((name) => name?.startsWith('zamperla-')).sort();
  expect(copies(one)).toEqual(['zamperla-0001']);
  expect(copies(three)).toEqual(['zamperla-0001', 'zamperla-0002', 'zamperla-0003']);
  expect((third - first) % 2).toBe(0);
});

test('the diff finds the objects that a changed copy changes, and none without a change', () => {
  const [old, same, changed] = ['old', 'same', 'changed'].map((name) => join(folder, name)) as [string, string, string];
  work('copies', '2', old);
  work('copies', '2', same, '0');
  work('copies', '2', changed, '0.5');
  expect(work('diff', old, same).changed).toBe(0);
  expect(work('diff', old, changed).changed).toBe(3);
});

test('the checks read every object that was rendered', () => {
  const output = join(folder, 'checked');
  const { objects } = work('copies', '2', output, '--check');
  expect(work('check', output).objects).toBe(objects);
});
