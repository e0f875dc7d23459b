import { join } from 'node:path';
import {
  filesOf,
  indexFile,
  type OutputIndex,
  parseOutputIndex,
  readManifests,
  readOutputIndex,
} from '../../src/manifests';
import { Folder } from './folder-fixture';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const file = {
  path: 'local/app/config-map.a.yaml',
  environment: 'local',
  application: 'app',
  system: 'shop',
  group: '',
  kind: 'ConfigMap',
  namespace: 'shop',
  name: 'a',
  wave: 0,
  constructPath: 'local/shop/app/a',
};
const secret = {
  environment: 'local',
  namespace: 'shop',
  name: 'db',
  provider: 'manual',
  keys: [{ key: 'password', origin: 'generated' }],
  usedBy: [],
};
const index = { version: 1, environments: [], applications: [], files: [file], secrets: [secret] };

/** What is wrong with a document. */
function problemsOf(value: unknown): string {
  try {
    parseOutputIndex(value, 'dist/index.json');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('an index is read as it was written', () => {
  folder.write(indexFile, JSON.stringify(index));
  expect(readOutputIndex(folder.path)).toEqual(index);
  expect(readManifests(folder.path).index).toEqual(index);
});

test('an environment that is not listed is told with those that are, in the order of their names', () => {
  const files = ['production', 'local-2', 'local', 'local-2'].map((environment) => ({ ...file, environment }));
  const listed = parseOutputIndex({ ...index, files }, '');
  expect(filesOf(listed, 'local-2', 'dist')).toEqual([files[1], files[3]]);
  expect(() => filesOf(listed, 'staging', 'dist')).toThrow(
    "dist/index.json: no environment 'staging' in the output; allowed: local, local-2, production",
  );
});

test('a folder without an index has none', () => {
  expect(readOutputIndex(folder.path)).toBeUndefined();
});

test('an index of an older version, which knew less, is read', () => {
  const { environments: _e, applications: _a, ...older } = index;
  expect(parseOutputIndex(older, '') satisfies OutputIndex).toBe(older);
});

test.each<[string, unknown, string]>([
  [
    'of a newer version',
    { ...index, version: 2, files: 'elsewhere' },
    'dist/index.json: version 2 was written by a newer version of this tool, which reads up to 1: update it, or delete the file and run synth',
  ],
  [
    'that is none',
    { version: 1 },
    'dist/index.json: is not the index of an output folder of version 1: delete it, or choose another output folder',
  ],
  [
    'with broken entries, all of them told',
    {
      ...index,
      files: [{ ...file, wave: '3' }, { ...file, path: '../outside.yaml' }, 5],
      secrets: [{ ...secret, keys: [{ key: 'a', origin: 'guessed' }] }],
      requirements: [{ environment: 'local', kind: 'StorageClass', name: 5, why: '', mend: '' }],
    },
    [
      'files[0].wave is "3", it must be a whole number',
      'files[1].path is "../outside.yaml", it must be inside the folder',
      'files[2].application is missing, it must be text',
      'files[2].environment is missing, it must be text',
      'files[2].group is missing, it must be text',
      'files[2].kind is missing, it must be text',
      'files[2].name is missing, it must be text',
      'files[2].path is missing, it must be text',
      'files[2].wave is missing, it must be a whole number',
      'requirements[0].name is 5, it must be text',
      'requirements[0].neededBy must be a list',
      'secrets[0] must have the list usedBy, and keys with an origin out of generated, outside, fixed',
    ]
      .map((line) => `dist/index.json: ${line}: delete the file and run synth`)
      .join('\n'),
  ],
])('an index %s is refused', (_, value, message) => {
  expect(problemsOf(value)).toBe(message);
});

test('an index that is no JSON is told with its place', () => {
  folder.write(indexFile, '{');
  expect(() => readOutputIndex(folder.path)).toThrow(`${join(folder.path, indexFile)}: can't be read (`);
});

test('reading a folder refuses an index of a newer version', () => {
  folder.write(indexFile, JSON.stringify({ ...index, version: 7 }));
  expect(() => readManifests(folder.path)).toThrow('version 7 was written by a newer version of this tool');
});

test('another file of that name is no index', () => {
  folder.write(indexFile, '{"version":"1.0","files":[]}');
  expect(readManifests(folder.path).index).toBeUndefined();
});
