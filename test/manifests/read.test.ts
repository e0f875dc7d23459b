import fs, { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { readOutput } from '../../src/cluster/output';
import { describeObject, type ManifestSet, objectKey, readManifests } from '../../src/manifests';
import { ProblemsError } from '../../src/problem';
import { configMap, Folder } from './folder-fixture';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

function names(set: ManifestSet): string[] {
  return set.manifests.map(({ object, path, line }) => `${path}:${line} ${describeObject(object)}`);
}

function problems(): string[] {
  try {
    readManifests(folder.path);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems.map(({ where, message }) => folder.relative(`${where}: ${message}`));
  }
  return [];
}

describe('what is read', () => {
  test('an object that bootstrap.yaml repeats of an Application is read once, where the index lists it', () => {
    const entry = {
      environment: 'local',
      system: '',
      group: '',
      kind: 'ConfigMap',
      namespace: 'z',
      wave: 0,
      constructPath: '',
    };
    const index = {
      version: 1,
      files: [
        { ...entry, path: 'local/app/a.yaml', application: 'app', name: 'a' },
        { ...entry, path: 'local/bootstrap.yaml', application: '', name: 'root' },
      ],
      secrets: [],
    };
    folder.write('index.json', JSON.stringify(index));
    folder.write('local/app/a.yaml', configMap('a'));
    folder.write('local/bootstrap.yaml', `${configMap('a')}---\n${configMap('root')}---\n${configMap('stray')}`);
    folder.write('local/other.yaml', configMap('a'));
    const set = readManifests(folder.path);
    expect(names(set)).toEqual([
      'local/app/a.yaml:1 ConfigMap z/a',
      'local/bootstrap.yaml:7 ConfigMap z/root',
      'local/bootstrap.yaml:13 ConfigMap z/stray',
      'local/other.yaml:1 ConfigMap z/a',
    ]);
    expect(set.duplicates().map(({ path }) => path)).toEqual(['local/other.yaml']);
    const placed = readOutput(folder.path, 'local').objects.map(({ object, application }) => [
      application,
      object.metadata.name,
    ]);
    expect(placed).toEqual([
      ['app', 'a'],
      ['', 'root'],
      ['', 'stray'],
    ]);
  });

  test('all YAML and JSON below the folder, sorted, with the line of each document', () => {
    folder.write('b/two.yml', `# first\n---\n${configMap('b1')}---\n\n${configMap('b2')}...\n`);
    folder.write('a.yaml', configMap('a'));
    folder.write(
      'c.json',
      JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'z' } }, undefined, '\t'),
    );
    folder.write('README.md', 'no');
    folder.write('.hidden/x.yaml', configMap('x'));
    folder.write('node_modules/x.yaml', configMap('x'));
    expect(names(readManifests(folder.path))).toEqual([
      'a.yaml:1 ConfigMap z/a',
      'b/two.yml:3 ConfigMap z/b1',
      'b/two.yml:10 ConfigMap z/b2',
      'c.json:1 Namespace z',
    ]);
  });

  test('the items of lists, in YAML and JSON', () => {
    const item = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'z' } };
    folder.write(
      'a.json',
      JSON.stringify(
        { apiVersion: 'v1', kind: 'List', items: [item, { ...item, metadata: { name: 'b' } }] },
        undefined,
        2,
      ),
    );
    folder.write(
      'b.yaml',
      `apiVersion: v1\nkind: ConfigMapList\nitems:\n- ${configMap('c').trimEnd().replaceAll('\n', '\n  ')}\n`,
    );
    folder.write('c.json', JSON.stringify([item]));
    expect(names(readManifests(folder.path))).toEqual([
      'a.json:5 ConfigMap z/a',
      'a.json:13 ConfigMap b',
      'b.yaml:4 ConfigMap z/c',
      'c.json:1 ConfigMap z/a',
    ]);
  });

  test('one file, when a file is named', () => {
    expect(names(readManifests(folder.write('one.yaml', configMap('a'))))).toEqual(['one.yaml:1 ConfigMap z/a']);
  });

  test('through links to files and folders', () => {
    folder.write('real/a.yaml', configMap('a'));
    mkdirSync(join(folder.path, 'tree'));
    symlinkSync(join(folder.path, 'real'), join(folder.path, 'tree/linked'));
    expect(names(readManifests(join(folder.path, 'tree')))).toEqual(['linked/a.yaml:1 ConfigMap z/a']);
  });

  test('the index of a rendered folder, which parts the environments', () => {
    const files = [
      {
        path: 'local/apps/a.yaml',
        environment: 'local',
        application: 'apps',
        group: '',
        kind: 'ConfigMap',
        name: 'a',
        wave: 0,
      },
    ];
    folder.write('index.json', JSON.stringify({ version: 1, files, secrets: [] }));
    folder.write('local/apps/a.yaml', configMap('a'));
    folder.write('production/apps/a.yaml', configMap('a'));
    const set = readManifests(folder.path);
    expect([...set.byEnvironment()].map(([name, part]) => [name, names(part)])).toEqual([
      ['local', ['local/apps/a.yaml:1 ConfigMap z/a']],
      ['production', ['production/apps/a.yaml:1 ConfigMap z/a']],
    ]);
    expect(set.warnings).toEqual([]);
  });

  test('lines of fields, or of the nearest field around them', () => {
    folder.write(
      'a.yaml',
      `---\n${configMap('a', 'data:\n  x: |\n    1\n    2\n  y: {z: [1,\n    2]}\nlist:\n- a: 1\n- b:\n    c: 2\n')}`,
    );
    const [manifest] = readManifests(folder.path).manifests;
    const line = (...path: (string | number)[]): number | undefined => manifest?.lineOf(path);
    expect([
      line(),
      line('metadata', 'name'),
      line('data', 'x'),
      line('data', 'y', 'z', 1),
      line('list', 1, 'b', 'c'),
      line('data', 'none', 'x'),
    ]).toEqual([2, 5, 8, 12, 16, 7]);
  });

  test('keys name objects by group, kind, namespace and name, and find the first of a double', () => {
    folder.write('a.yaml', configMap('a', 'data: {x: "1"}\n'));
    folder.write('b.yaml', configMap('a', 'data: {x: "2"}\n'));
    const set = readManifests(folder.path);
    expect(set.manifests.map(({ object }) => objectKey(object))).toEqual(['/ConfigMap/z/a', '/ConfigMap/z/a']);
    expect(set.get('/ConfigMap/z/a')?.path).toBe('a.yaml');
    expect(set.duplicates().map(({ path }) => path)).toEqual(['b.yaml']);
    expect(objectKey({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } })).toBe(
      'apps/Deployment//a',
    );
  });
});

describe('scalars are what a cluster sees', () => {
  test.each<[string, unknown]>([
    ['yes', true],
    ['Off', false],
    ['n', false],
    ['"yes"', 'yes'],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0b11', -3],
    ['1_000', 1000],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1:30', '1:30'],
    ['2001-01-01', '2001-01-01'],
    ['~', null],
    ['', null],
    ['1.2.3', '1.2.3'],
  ])('%s', (text, value) => {
    folder.write('a.yaml', configMap('a', `data:\n  x: ${text}\n`));
    expect(readManifests(folder.path).manifests[0]?.object.data).toEqual({ x: value });
  });

  test('anchors and merge keys are spelled out', () => {
    folder.write('a.yaml', configMap('a', 'data: &d {x: "1"}\nmore:\n  <<: *d\n  on: "2"\nsame: *d\n'));
    expect(readManifests(folder.path).manifests[0]?.object).toMatchObject({
      more: { x: '1', true: '2' },
      same: { x: '1' },
    });
  });
});

describe('what is told and left out', () => {
  test.each<[string, string, string]>([
    ['an empty file', '', 'a.yaml: the file is empty: it holds no object'],
    ['comments only', '# nothing\n---\n', 'a.yaml: the file is empty: it holds no object'],
    ['other YAML', '# x\nreplicas: 3\n', 'a.yaml:2: no Kubernetes object (apiVersion or kind is missing): left out'],
    [
      'a kustomization',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
      'a.yaml:1: Kustomization is read by kustomize, not by a cluster: left out',
    ],
    [
      'a generated name',
      'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n',
      'a.yaml:1: Job with generateName has no name to compare by: left out',
    ],
  ])('%s', (_name, text, warning) => {
    folder.write('a.yaml', text);
    const set = readManifests(folder.path);
    expect(set.manifests).toEqual([]);
    expect(set.warnings.map(({ where, message }) => folder.relative(`${where}: ${message}`))).toEqual([warning]);
  });

  test('a folder without files is an empty set', () => {
    expect(readManifests(folder.path).files).toEqual([]);
  });
});

describe('bad input names the file', () => {
  const nested = (depth: number): string => configMap('a', `data: ${'['.repeat(depth)}${']'.repeat(depth)}\n`);
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(', ')}]\n`)
    .join('')}`;

  test.each<[string, string | Buffer, string]>([
    ['broken YAML', 'a: "b\n', 'a.yaml:2:1: broken YAML: deficient indentation'],
    ['wrong indentation', 'a:\n  b: 1\n c: 2\n', 'a.yaml:3:2: broken YAML: bad indentation of a mapping entry'],
    ['a template', 'a: {{ .Values.x }}\n', 'a.yaml:1:1: broken YAML: object-based map does not support complex keys'],
    ['a key twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', 'a.yaml:4:3: broken YAML: duplicated mapping key'],
    ['an unknown tag', 'a: !Ref b\n', 'a.yaml:1:4: broken YAML: unknown scalar tag !<!Ref>'],
    ['an unknown alias', 'a: *b\n', 'a.yaml:1:5: broken YAML: unidentified alias "b"'],
    ['an alias in itself', 'a: &a\n  b: *a\n', 'a.yaml:2:7: alias *a contains itself; write it out'],
    [
      'an alias bomb',
      bomb,
      'a.yaml:5:13: aliases make this document more than 20 times as large as it is written (an alias bomb); write the values out',
    ],
    ['deep nesting', nested(5000), 'a.yaml:6:206: broken YAML: nesting exceeded maxDepth (200)'],
    [
      'binary content',
      Buffer.from([0x7f, 0x45, 0x00, 0x01]),
      'a.yaml: binary content (a zero byte); only UTF-8 text is read',
    ],
    ['another encoding', Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]), 'a.yaml: not UTF-8; save the file as UTF-8'],
    [
      'no name',
      'apiVersion: v1\nkind: Service\nmetadata: {}\n',
      'a.yaml:1: metadata.name of Service is missing; it must be text (quote numbers)',
    ],
    [
      'a name that is a boolean',
      configMap('on'),
      'a.yaml:1: metadata.name of ConfigMap is true; it must be text (quote numbers)',
    ],
    [
      'a namespace that is a number',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 1}\n',
      'a.yaml:1: metadata.namespace of Pod a is 1; it must be text',
    ],
  ])('%s', (_name, content, problem) => {
    folder.write('a.yaml', content);
    expect(problems()).toEqual([problem]);
  });

  test('a file of 50 MB, without reading it', () => {
    truncateSync(folder.write('a.yaml', ''), 50 * 1024 * 1024);
    expect(problems()).toEqual(['a.yaml: the file has 50.0 MB; at most 20 MB are read: split it']);
  });

  test('a loop of links, and a link to nothing', () => {
    folder.write('b/a.yaml', configMap('a'));
    symlinkSync(folder.path, join(folder.path, 'b/loop'));
    symlinkSync(join(folder.path, 'gone'), join(folder.path, 'lost.yaml'));
    expect(problems()).toEqual([
      'b/loop: symbolic link loop: this folder contains itself; remove the link',
      'lost.yaml: there is no such file or folder; check the path, or the link that leads here',
    ]);
  });

  test('a folder that is not there', () => {
    expect(() => readManifests(join(folder.path, 'none'))).toThrow(/none: there is no such file or folder/);
  });

  test('a folder and a file that may not be read', () => {
    folder.write('closed/a.yaml', configMap('a'));
    folder.write('b.yaml', configMap('b'));
    const refusal = Object.assign(new Error('refused'), { code: 'EACCES' });
    // the rights themselves don't hold for the superuser, as whom tests may run
    const [list, read] = [fs.readdirSync, fs.readFileSync];
    const spies = [
      jest.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: never) => {
        if (path.endsWith('closed')) throw refusal;
        return list(path, options);
      }) as unknown as typeof fs.readdirSync),
      jest.spyOn(fs, 'readFileSync').mockImplementation(((path: string, options: never) => {
        if (String(path).endsWith('b.yaml')) throw refusal;
        return read(path, options);
      }) as typeof fs.readFileSync),
    ];
    const told = problems();
    for (const spy of spies) spy.mockRestore();
    expect(told).toEqual([
      'b.yaml: no permission to read it; give this user read access',
      'closed: no permission to read it; give this user read access',
    ]);
  });

  test('all problems of all files are told together, sorted', () => {
    folder.write('b.yaml', 'a: "b\n');
    folder.write('a.yaml', 'a: 1\na: 2\n');
    folder.write('c.yaml', configMap('c'));
    expect(problems()).toHaveLength(2);
    expect(problems()[0]).toMatch(/^a\.yaml:2:1/);
  });
});
