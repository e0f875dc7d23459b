import { execFileSync } from 'node:child_process';
import { describeObject, readManifestsFromGit } from '../../src/manifests';
import { configMap, Folder } from './folder-fixture';

let folder: Folder;

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder.path, stdio: 'ignore' });
}

beforeEach(() => {
  folder = new Folder();
  git('init', '-q', '-b', 'main');
  folder.write('dist/a b.yaml', configMap('a'));
  folder.write('dist/sub/c.json', '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ü"}}');
  folder.write('distant/x.yaml', configMap('x'));
  git('add', '.');
  git('commit', '-q', '-m', 'one');
});
afterEach(() => folder.remove());

const read = (revision: string, path = 'dist'): string[] =>
  readManifestsFromGit(revision, path, folder.path).manifests.map(
    ({ object, file, line }) => `${file}:${line} ${describeObject(object)}`,
  );

test('a folder is read as it was, whatever the work tree holds now', () => {
  folder.write('dist/a b.yaml', 'broken: "');
  const told = ['HEAD:dist/a b.yaml:1 ConfigMap z/a', 'HEAD:dist/sub/c.json:1 Namespace ü'];
  expect(read('HEAD')).toEqual(told);
  expect(read('HEAD', './dist/')).toEqual(told);
  expect(read('main', 'dist/sub')).toEqual(['main:dist/sub/c.json:1 Namespace ü']);
});

test('lines of fields are told from the revision', () => {
  const [manifest] = readManifestsFromGit('HEAD', 'dist', folder.path).manifests;
  expect(manifest?.lineOf(['metadata', 'namespace'])).toBe(5);
});

test('a folder that the revision does not have is empty', () => {
  expect(read('HEAD', 'nothing')).toEqual([]);
});

test.each([
  [
    'an unknown revision',
    'nope',
    "nope: git can't read it: there is no such revision or folder; name a commit, a branch or a folder that exists",
  ],
  ['an option', '--output=x', '--output=x: is no git revision'],
])('%s is refused', (_name, revision, message) => {
  expect(() => read(revision)).toThrow(message);
});

test('a folder outside the repository is refused', () => {
  expect(() => read('HEAD', '../elsewhere')).toThrow(
    '../elsewhere: is outside the git repository; compare with a folder',
  );
});

test('broken files of a revision are told with their revision', () => {
  folder.write('dist/b.yaml', 'a: 1\na: 2\n');
  git('add', '.');
  git('commit', '-q', '-m', 'two');
  expect(() => read('HEAD')).toThrow('HEAD:dist/b.yaml:2:1: broken YAML: duplicated mapping key');
});

test('no repository is told', () => {
  const plain = new Folder();
  try {
    expect(() => readManifestsFromGit('HEAD', 'dist', plain.path)).toThrow(/^HEAD: git can't read it: /);
  } finally {
    plain.remove();
  }
});
