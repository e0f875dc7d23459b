import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'cluster-install-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the scripts need of a machine; neither Go nor apt is among it. */
const tools = [
  'bash',
  'basename',
  'cat',
  'cut',
  'dirname',
  'env',
  'head',
  'mkdir',
  'mv',
  'nice',
  'sed',
  'sha256sum',
  'sort',
  'tr',
];
let machines = 0;

/** A machine with these programs of its own, by name. */
function machine(programs: Readonly<Record<string, string>> = {}): { bin: string; cache: string } {
  const [bin, cache] = [join(folder, `bin-${++machines}`), join(folder, `cache-${machines}`)];
  mkdirSync(bin);
  for (const tool of tools) {
    const path = ['/usr/bin', '/bin'].map((place) => join(place, tool)).find((each) => existsSync(each));
    if (path !== undefined) symlinkSync(path, join(bin, tool));
  }
  for (const [name, text] of Object.entries(programs)) script(bin, name, text);
  return { bin, cache };
}

function script(place: string, name: string, text: string): void {
  writeFileSync(join(place, name), `#!/usr/bin/env bash\n${text}\n`);
  chmodSync(join(place, name), 0o755);
}

function install({ bin, cache }: ReturnType<typeof machine>, environment: NodeJS.ProcessEnv = {}) {
  const env = { PATH: bin, CDK8S_TIERS_CLUSTER: cache, ...environment };
  const { status, stdout, stderr } = spawnSync(join(project, 'test/cluster/install'), { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A compiler whose programs tell a version, and which counts its calls. */
const go = (version: string) =>
  `
if [ "$1" = env ]; then echo ${version}; exit; fi
while [ "$1" != -o ]; do shift; done
echo "$PWD $3" | sed "s:.*/test/::" >> "$(dirname "$0")/built"
{ echo '#!/usr/bin/env bash'; echo 'echo "Version: v1.2.3"'; } > "$2"
chmod 755 "$2"`.replace('chmod', process.platform === 'darwin' ? '/bin/chmod' : '/usr/bin/chmod');

const report = (where: string) => `${where}: Version: v1.2.3, kube-apiserver v1.2.3, kubectl \n`;

test('the three programs are built once, and anew when their versions change', () => {
  const own = machine({ go: go('go1.26.0') });
  const first = install(own);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout.replace(/in \d+ s/g, 'in 0 s')).toBe(
    ['etcd', 'kube-apiserver', 'kubectl']
      .map((name) => `building ${name} from its Go modules, this takes minutes\nbuilt ${name} in 0 s\n`)
      .join('') + report(own.cache),
  );
  const built = () => readFileSync(join(own.bin, 'built'), 'utf8').split('\n').slice(0, -1);
  expect(built()).toEqual([
    'go-programs/etcd ./etcd',
    'go-programs/kubernetes ./kube-apiserver',
    'go-programs/kubernetes ./kubectl',
  ]);
  expect(install(own)).toEqual({ status: 0, stdout: report(own.cache), stderr: '' });
  writeFileSync(join(own.cache, 'etcd.stamp'), 'of an older version\n');
  expect(install(own).status).toBe(0);
  expect(built().slice(3)).toEqual(['go-programs/etcd ./etcd']);
});

test('without Go, and without apt to unpack one, it fails loudly', () => {
  expect(install(machine())).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'test/go-programs/build: needs Go 1.26 or newer on the PATH to build etcd: there is none, and no Debian suite gave one\n',
  });
});

test('a Go that is too old is named', () => {
  const own = machine({ go: go('go1.25.9') });
  expect(install(own)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`${own.bin}/go is go1.25.9, older than 1.26\n`),
  });
});

test('a build that fails leaves no program, and says what it needs', () => {
  const own = machine({ go: 'if [ "$1" = env ]; then echo go1.27.1; else echo "dial tcp: timeout" >&2; exit 1; fi' });
  expect(install(own)).toMatchObject({
    status: 1,
    stderr:
      "dial tcp: timeout\ntest/go-programs/build: etcd can't be built: see above; modules come from the proxy that `go env GOPROXY` names\n",
  });
  expect(existsSync(join(own.cache, 'etcd'))).toBe(false);
});

test('KUBEBUILDER_ASSETS goes first, and has to have all three', () => {
  const own = machine();
  mkdirSync(own.cache);
  const environment = { KUBEBUILDER_ASSETS: own.cache, CDK8S_TIERS_CLUSTER: undefined };
  for (const name of ['etcd', 'kube-apiserver']) script(own.cache, name, 'echo "Version: v1.2.3"');
  expect(install(own, environment)).toEqual({
    status: 1,
    stdout: '',
    stderr: `test/cluster/install: KUBEBUILDER_ASSETS names ${own.cache}, which has no program kubectl; unset it to build one\n`,
  });
  script(own.cache, 'kubectl', 'echo "Version: v1.2.3"');
  expect(install(own, environment)).toEqual({ status: 0, stdout: report(own.cache), stderr: '' });
});
