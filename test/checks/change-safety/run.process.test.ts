import { execFileSync } from 'node:child_process';
import { type DiffOptions, runDiff } from '../../../src/checks/change-safety';
import { configMap, Folder } from '../../manifests/folder-fixture';

let folder: Folder;

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder.path, stdio: 'ignore' });
}

const claim = (storage: string): string =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: z}\nspec: {resources: {requests: {storage: ${storage}}}}\n`;

/** A rendered folder of one environment or more. */
function render(path: string, files: Record<string, string>): void {
  const index = Object.keys(files).map((file) => ({
    path: file,
    environment: file.slice(0, file.indexOf('/')),
    application: 'data',
    group: '',
    kind: 'PersistentVolumeClaim',
    name: 'data',
    wave: 0,
  }));
  folder.write(`${path}/index.json`, JSON.stringify({ version: 1, files: index, secrets: [] }));
  for (const [file, content] of Object.entries(files)) folder.write(`${path}/${file}`, content);
}

function run(options: DiffOptions = {}): { exitCode: number; output: string } {
  const { exitCode, output } = runDiff({ directory: folder.path, ...options });
  return { exitCode, output: folder.relative(output) };
}

beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('against the last commit', () => {
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    render('dist', { 'local/a/claim.yaml': claim('2Gi'), 'production/a/claim.yaml': claim('10Gi') });
    git('add', '.');
    git('commit', '-q', '-m', 'one');
  });

  test('nothing changed', () => {
    expect(run()).toEqual({ exitCode: 0, output: 'changes from HEAD to dist\n\nno changes\n' });
  });

  test('environments are told apart, the worst first', () => {
    render('dist', { 'local/a/claim.yaml': claim('3Gi'), 'production/a/claim.yaml': claim('5Gi') });
    expect(run()).toEqual({
      exitCode: 1,
      output: `changes from HEAD to dist

RECREATE: the API server refuses the update; delete and create

  production: PersistentVolumeClaim z/data (claim-shrunk, dist/production/a/claim.yaml:1)
    spec.resources.requests.storage: "10Gi" → "5Gi"
    the API server refuses a smaller request: the sync fails
    safe: make a new claim of the size wanted under a new name, copy the data, switch the pods, retire the old claim

OK: harmless

  local: PersistentVolumeClaim z/data: the volume grows if its StorageClass allows expansion; if not, the API server refuses it
    spec.resources.requests.storage: "2Gi" → "3Gi"

objects: 2 changed; findings: 1 RECREATE, 1 OK
`,
    });
    expect(run({ environment: 'local' }).exitCode).toBe(0);
  });

  test('an acknowledgement lets the change pass and is shown; one that nothing needs is told', () => {
    render('dist', { 'local/a/claim.yaml': claim('2Gi'), 'production/a/claim.yaml': claim('5Gi') });
    folder.write(
      'acknowledgements.yaml',
      `acknowledgements:
- object: PersistentVolumeClaim z/data
  environment: production
  field: spec.resources
  reason: empty claim, made anew by hand
- object: PersistentVolumeClaim z/files
  reason: old
`,
    );
    const { exitCode, output } = run();
    expect(exitCode).toBe(0);
    expect(output).toContain('    acknowledged: empty claim, made anew by hand\n');
    expect(output).toContain(
      'note: acknowledgements.yaml (entry 2): the acknowledgement of PersistentVolumeClaim z/files is not needed by any change; remove it\n',
    );
  });

  test.each([
    ['another environment', 'environment: local'],
    ['another field', 'field: spec.accessModes'],
  ])('an acknowledgement for %s does not count', (_name, line) => {
    render('dist', { 'local/a/claim.yaml': claim('2Gi'), 'production/a/claim.yaml': claim('5Gi') });
    folder.write('ack.yaml', `acknowledgements:\n- object: PersistentVolumeClaim z/data\n  reason: x\n  ${line}\n`);
    expect(run({ acknowledgements: 'ack.yaml' }).exitCode).toBe(1);
  });

  test('an environment that is gone is told object by object', () => {
    folder.remove();
    folder = new Folder();
    git('init', '-q');
    render('dist', { 'local/a/claim.yaml': claim('2Gi'), 'old/a/claim.yaml': claim('2Gi') });
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    render('next', { 'local/a/claim.yaml': claim('2Gi') });
    const { exitCode, output } = run({ from: 'dist', to: 'next' });
    expect([exitCode, output.match(/BLOCK.*\n\n.*/)?.[0]]).toEqual([
      1,
      'BLOCK: data or work is destroyed\n\n  old: PersistentVolumeClaim z/data (claim-removed, dist/old/a/claim.yaml:1)',
    ]);
  });

  test('an environment that neither side has is bad input', () => {
    expect(run({ environment: 'staging' })).toEqual({
      exitCode: 2,
      output: '--environment: staging is in neither HEAD nor dist; leave it out, or name one that is\n',
    });
  });
});

describe('folders', () => {
  beforeEach(() => {
    folder.write('old/a.yaml', configMap('a', 'data:\n  x: "1"\n'));
    folder.write('new/b/c.yaml', `${configMap('a', 'data:\n  x: "2|`3`"\n')}---\n${configMap('b')}`);
  });

  test('of any layout are compared by object', () => {
    expect(run({ from: 'old', to: 'new' })).toEqual({
      exitCode: 0,
      output: `changes from old to new

OK: harmless

  ConfigMap z/a: no pod in these manifests mounts it
    data.x: "1" → "2|\`3\`"
  ConfigMap z/b: a new object

objects: 1 changed, 1 added; findings: 2 OK
`,
    });
  });

  test('markdown is ready for a pull request', () => {
    folder.write('old/claim.yaml', claim('2Gi'));
    expect(run({ from: 'old', to: 'new', format: 'markdown' }).output).toMatchInlineSnapshot(`
"## Changes from \`old\` to \`new\`: BLOCK

objects: 1 changed, 1 added, 1 removed; findings: 1 BLOCK, 2 OK

### BLOCK PersistentVolumeClaim z/data

Removed: the claim is deleted; under a Delete reclaim policy the volume and its data go with it.

**Safe procedure:** keep the claim with argocd.argoproj.io/sync-options: Prune=false until its data is copied and verified, then retire it by hand.

\`old/claim.yaml:1\`, rule \`claim-removed\`

<details>
<summary>2 harmless</summary>

| Object | Fields | What happens |
|---|---|---|
| ConfigMap z/a | \`data.x\` | no pod in these manifests mounts it |
| ConfigMap z/b |  | a new object |

</details>
"
`);
  });

  test('JSON has everything', () => {
    expect(JSON.parse(run({ from: 'old', to: 'new', format: 'json' }).output)).toEqual({
      version: 1,
      from: 'old',
      to: 'new',
      verdict: 'OK',
      summary: {
        objects: { added: 1, removed: 0, changed: 1, renamed: 0 },
        findings: { BLOCK: 0, RECREATE: 0, WARN: 0, OK: 2 },
      },
      findings: [
        {
          verdict: 'OK',
          rule: 'configuration-picked-up',
          environment: '',
          object: 'ConfigMap z/a',
          key: '/ConfigMap/z/a',
          where: 'new/b/c.yaml:1',
          consequence: 'no pod in these manifests mounts it',
          procedure: '',
          fields: [{ field: 'data.x', from: '1', to: '2|`3`' }],
        },
        {
          verdict: 'OK',
          rule: 'object-added',
          environment: '',
          object: 'ConfigMap z/b',
          key: '/ConfigMap/z/b',
          where: 'new/b/c.yaml:9',
          consequence: 'a new object',
          procedure: '',
          fields: [],
        },
      ],
      notices: [],
    });
  });

  test('colours only where they are asked for', () => {
    const escapeCode = String.fromCharCode(27);
    expect(run({ from: 'old', to: 'new' }).output).not.toContain(escapeCode);
    expect(run({ from: 'old', to: 'new', coloured: true }).output).toContain(escapeCode);
  });

  test('an object that is there twice is told', () => {
    folder.write('new/d.yaml', configMap('b'));
    expect(run({ from: 'old', to: 'new' }).output).toContain(
      'note: new/d.yaml:1: ConfigMap z/b is there twice; the first one is compared\n',
    );
  });
});

describe('bad input ends with 2 and names all of it', () => {
  test.each<[string, DiffOptions, string]>([
    [
      'no such folder',
      { from: 'old', to: 'none' },
      'none: there is no such file or folder; check the path, or the link that leads here\n',
    ],
    [
      'no files at all',
      { from: 'empty', to: 'empty' },
      'empty: neither empty nor empty holds any YAML or JSON file; render first, or name another folder\n',
    ],
    [
      'no such acknowledgements',
      { from: 'old', to: 'old', acknowledgements: 'ack.yaml' },
      'ack.yaml: there is no such acknowledgement file\n',
    ],
    [
      'broken YAML on both sides',
      { from: 'broken', to: 'broken' },
      'broken/a.yaml:1:5: broken YAML: bad indentation of a mapping entry\nbroken/a.yaml:1:5: broken YAML: bad indentation of a mapping entry\n',
    ],
    [
      'a broken acknowledgement',
      { from: 'old', to: 'old', acknowledgements: 'bad.yaml' },
      'bad.yaml: acknowledgements.0.reason: invalid input: expected string, received undefined; an entry is {object: "Kind namespace/name", reason, field?, environment?}\n',
    ],
  ])('%s', (_name, options, output) => {
    folder.write('old/a.yaml', configMap('a'));
    folder.write('empty/README.md', '');
    folder.write('broken/a.yaml', 'a: b: c\n');
    folder.write('bad.yaml', 'acknowledgements: [{object: x}]\n');
    expect(run(options)).toEqual({ exitCode: 2, output });
  });
});
