import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, Machine, writeScript } from '../install/machine';

const install = (own: Machine, environment: NodeJS.ProcessEnv = {}) =>
  own.run('test/cluster/install', { CDK8S_TIERS_CLUSTER: own.cache, ...environment });

const report = (where: string) => `${where}: Version: v1.2.3, kube-apiserver v1.2.3, kubectl , kube-state-metrics \n`;

test('the programs are built once, and anew when their versions change', () => {
  const own = new Machine({ go: go('go1.26.0') });
  const first = install(own);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout.replace(/in \d+ s/g, 'in 0 s')).toBe(
    ['etcd', 'kube-apiserver', 'kubectl', 'kube-state-metrics']
      .map((name) => `building ${name} from its Go modules, this takes minutes\nbuilt ${name} in 0 s\n`)
      .join('') + report(own.cache),
  );
  const built = () => readFileSync(join(own.bin, 'built'), 'utf8').split('\n').slice(0, -1);
  expect(built()).toEqual([
    'go-programs/etcd ./etcd',
    'go-programs/kubernetes ./kube-apiserver',
    'go-programs/kubernetes ./kubectl',
    'go-programs/kube-state-metrics k8s.io/kube-state-metrics/v2',
  ]);
  expect(install(own)).toEqual({ status: 0, stdout: report(own.cache), stderr: '' });
  writeFileSync(join(own.cache, 'etcd.stamp'), 'of an older version\n');
  expect(install(own).status).toBe(0);
  expect(built().slice(4)).toEqual(['go-programs/etcd ./etcd']);
});

test('without Go, and without apt to unpack one, it fails loudly', () => {
  expect(install(new Machine())).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'test/go-programs/build: needs Go 1.26 or newer on the PATH to build etcd: there is none, and no Debian suite gave one\n',
  });
});

test('a Go that is too old is named', () => {
  const own = new Machine({ go: go('go1.25.9') });
  expect(install(own)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`${own.bin}/go is go1.25.9, older than 1.26\n`),
  });
});

test('a build that fails leaves no program, and says what it needs', () => {
  const own = new Machine({
    go: 'if [ "$1" = env ]; then echo go1.27.1; else echo "dial tcp: timeout" >&2; exit 1; fi',
  });
  expect(install(own)).toMatchObject({
    status: 1,
    stderr:
      "dial tcp: timeout\ntest/go-programs/build: etcd can't be built: see above; modules come from the proxy that `go env GOPROXY` names\n",
  });
  expect(existsSync(join(own.cache, 'etcd'))).toBe(false);
});

test('a program that there is not is told with all there are, by names without a major version', () => {
  const own = new Machine({ go: go('go1.26.0') });
  expect(own.run('test/go-programs/build', {}, [own.cache, 'state-metrics'])).toEqual({
    status: 1,
    stdout: '',
    stderr:
      "test/go-programs/build: no such program 'state-metrics', there are: etcd kube-apiserver kube-state-metrics kubectl prometheus promtool\n",
  });
});

test('KUBEBUILDER_ASSETS goes first, has to have all three, and only what it has not is built', () => {
  const own = new Machine({ go: go('go1.26.0') });
  const assets = join(own.bin, 'assets');
  mkdirSync(assets);
  const environment = { KUBEBUILDER_ASSETS: assets };
  for (const name of ['etcd', 'kube-apiserver']) writeScript(assets, name, 'echo "Version: v1.2.3"');
  expect(install(own, environment)).toEqual({
    status: 1,
    stdout: '',
    stderr: `test/cluster/install: KUBEBUILDER_ASSETS names ${assets}, which has no program kubectl; unset it to build one\n`,
  });
  writeScript(assets, 'kubectl', 'echo "Version: v1.2.3"');
  const { status, stdout, stderr } = install(own, environment);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.replace(/in \d+ s/, 'in 0 s')).toBe(
    `building kube-state-metrics from its Go modules, this takes minutes\nbuilt kube-state-metrics in 0 s\n${report(assets)}`,
  );
});
