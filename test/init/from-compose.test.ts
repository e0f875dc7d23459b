import { readdirSync } from 'node:fs';
import { contentOf } from '../fixtures/folder';
import { type NewProject, newProject } from './new-project';

const samples = 'test/init/compose-files';

/** Runs `init` on a Compose file, with other files beside it. */
async function translate(compose: string, files: Record<string, string> = {}) {
  const project = newProject({ 'compose.yaml': compose, ...files });
  const run = await project.init('--yes', '--name', 'shop', '--from', `${project.folder}/compose.yaml`);
  const notes = run.out.split('\n').filter((line) => line.startsWith('note: '));
  return { ...project, ...run, notes: notes.map((line) => line.slice('note: '.length)) };
}

function warningsOf(project: NewProject): string[] {
  const { findings } = project.synth().report;
  return findings.filter(({ severity }) => severity !== 'info').map(({ rule, message }) => `${rule}: ${message}`);
}

describe.each(readdirSync(samples))('the Compose file of %s', (name) => {
  let project: Awaited<ReturnType<typeof translate>>;
  beforeAll(async () => {
    const { 'compose.yaml': compose = '', ...files } = contentOf(`${samples}/${name}`);
    project = await translate(
      compose,
      Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('/'))),
    );
  });

  test('becomes a chart that people can read', () => {
    expect(project.text('chart.ts')).toMatchSnapshot();
  });

  test('is told of what could not be taken over, on the screen and in the README', () => {
    expect(project.notes).toMatchSnapshot();
    for (const note of project.notes) expect(project.text('README.md')).toContain(`- [ ] ${note}\n`);
    expect(project.code).toBe(0);
  });

  test('is rendered without an error or a warning', () => expect(warningsOf(project)).toEqual([]));

  test('leaves no password behind', () => {
    const written = JSON.stringify([...project.files().map(project.text), ...project.synth().objects]);
    expect(written).not.toMatch(/hunter22|s3cr3t|topsecret|wordpress-pass|rootpass|abcdefgh12/);
  });
});

const service = (text: string, more = '') =>
  `services:\n  web:\n    image: a/web:1.2.3\n${text.replaceAll(/^/gm, '    ')}\n${more.replaceAll(/^(?=.)/gm, '  ')}`;

describe('a key of a service', () => {
  test.each<[key: string, compose: string, part: string]>([
    ['ports', service('ports: ["8080:80"]'), "port: 80, exposure: { host: '', nodePort: 30080 },"],
    ['ports of the machine alone', service('ports: ["127.0.0.1:8080:80"]'), 'image: images.web, port: 80, resources }'],
    ['expose', service('expose: [80, 9000]'), "{ name: 'tcp-9000', port: 9000, protocol: 'tcp' }"],
    [
      'nothing that listens',
      service('restart: always'),
      "new BackgroundService(app, 'web', { image: images.web, resources })",
    ],
    [
      'entrypoint and command',
      service('entrypoint: /run.sh\ncommand: a "b c"'),
      "command: ['/run.sh'], args: ['a', 'b c'],",
    ],
    ['working_dir', service('working_dir: /srv'), "workingDir: '/srv'"],
    ['user', service('user: "1000:1001"'), 'user: { uid: 1000, gid: 1001 }'],
    ['replicas', service('scale: 3'), 'replicas: 3'],
    ['stop_grace_period', service('stop_grace_period: 1m'), 'terminationGracePeriod: Duration.seconds(60)'],
    [
      'limits',
      service('deploy: { resources: { limits: { cpus: "2", memory: 1g } } }'),
      'resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(1024), cpuLimit: Cpu.millis(2000) }',
    ],
    ['tmpfs', service('tmpfs: [/run, /tmp]'), "scratch: ['/run']"],
    ['an anonymous volume', service('volumes: [/cache]'), "scratch: ['/cache']"],
    ['extra_hosts', service('extra_hosts: ["db:10.1.2.3"]'), "hostAliases: [{ ip: '10.1.2.3', hostnames: ['db'] }]"],
    ['environment as a list', service('environment: ["A=1=2", "B="]'), "env: { A: '1=2', B: '' }"],
    ['a text like a reference', service("environment: { A: '$$(B)' }"), "env: { A: '$$(B)' }"],
    [
      'healthcheck by a command',
      service('healthcheck: { test: [CMD, check, -a], retries: 5 }'),
      "readiness: Probe.exec(['check', '-a'], { failures: 5 })",
    ],
    [
      'healthcheck by a shell',
      service('healthcheck: { test: "a | b" }'),
      "readiness: Probe.exec(['sh', '-c', 'a | b'])",
    ],
    [
      'healthcheck by a page',
      service('expose: [80]\nhealthcheck: { test: [CMD, wget, -q, "https://localhost:8443/up"], timeout: 2s }'),
      "readiness: Probe.http('/up', { port: 8443, tls: true, timeout: Duration.seconds(2) })",
    ],
    ['healthcheck that is off', service('healthcheck: { disable: true, test: a }'), '{ image: images.web, resources }'],
    [
      'a volume of its own',
      service('volumes: [data:/data]\nexpose: [80]'),
      "storage: { path: '/data', size: Size.gibibytes(5) }",
    ],
    [
      'a volume beside others',
      service('volumes: [data:/data]', 'jobs:\n  image: a/jobs:1.0\n  volumes: [data:/d]\n'),
      "web.mountShared(dataClaim, '/data');",
    ],
    [
      'secrets',
      `${service('secrets: [key, { source: cert, target: /etc/cert }]')}secrets: {}\n`,
      "secretFiles: { '/run/secrets/key': key.key('value'), '/etc/cert': cert.key('value') }",
    ],
    [
      'configs',
      `${service('configs: [{ source: conf, target: /etc/conf }]')}configs: { conf: { content: "a: 1" } }\n`,
      "files: { '/etc/conf': readFileSync('files/web/conf', 'utf8') }",
    ],
    ['env_file', service('env_file: [{ path: web.env }]'), "env: { A: 'b' }"],
  ])('%s is translated', async (_, compose, part) => {
    const project = await translate(compose, { 'web.env': 'A=b\n' });
    expect(project.err).toBe('');
    expect(project.text('chart.ts')).toContain(part);
    expect(warningsOf(project)).toEqual([]);
  });

  test.each<[compose: string, notes: string[]]>([
    [
      service('privileged: true'),
      [
        "compose.yaml:4:17: 'privileged' of service 'web' is left out: programs have no rights; change the program, or patch the pod and waive the rule",
      ],
    ],
    [
      service('imgae: a\nx-own: 1'),
      ["compose.yaml:4:12: 'imgae' of service 'web' is left out: is not known, did you mean 'image'?"],
    ],
    [
      service('user: root'),
      [
        "compose.yaml:2:3: user 'root' of service 'web' is left out: a number above 0 is needed, the program runs as 10001",
      ],
    ],
    [
      service('ports: [web]'),
      ["compose.yaml:4:12: 'ports' of service 'web' has 'web', which is no port such as '8080:80': left out"],
    ],
    [
      service('stop_grace_period: long'),
      [
        "compose.yaml:4:24: 'stop_grace_period' of service 'web' has 'long', which is no duration such as '1m30s': left out",
      ],
    ],
    [service('env_file: none.env'), ["compose.yaml:4:15: env_file 'none.env' is not there: its variables are missing"]],
    [
      service('deploy: { mode: global }'),
      ["compose.yaml:4:13: 'deploy' of service 'web' runs on every node: make it a NodeAgent"],
    ],
    [
      service('environment: [A]'),
      ["compose.yaml:4:19: variable 'A' of service 'web' has no value here, and is left out: write it into the chart"],
    ],
    [service('command: a $X'), ["compose.yaml:4:14: variable 'X' has no value: give it one in .env, or in the chart"]],
    [
      'include: [a]\nservices: { web: { image: "a/b:1.2" } }',
      [
        "compose.yaml:1:1: 'include' is left out: give the output of `docker compose config`, or write it into the chart",
      ],
    ],
    [
      'services: { web: { image: "nginx:alpine" } }',
      [
        "compose.yaml:1:13: the tag of image 'nginx:alpine' moves, allowed: a tag with major and minor version, such as 17.11, or a digest behind the tag: put the tag that you run in place of 'nginx:0.0.0-choose-a-version' in the environments",
      ],
    ],
  ])('what can not be translated is told with its line: %j', async (compose, notes) => {
    const { notes: told, code, out } = await translate(compose);
    expect(told).toEqual(notes);
    expect(out).toContain('\nit stands in README.md, too\n');
    expect(code).toBe(0);
  });
});

const database =
  'db:\n  image: postgres:17.5\n  environment: { POSTGRES_USER: me, POSTGRES_PASSWORD: hidden-1, POSTGRES_DB: orders }\n';
const broker =
  'mq:\n  image: rabbitmq:4.1.0-management\n  environment: { RABBITMQ_DEFAULT_USER: me, RABBITMQ_DEFAULT_PASS: hidden-1 }\n';
const cache = 'cache:\n  image: redis:7.4.1\n  command: redis-server --requirepass hidden-1\n';
const other = 'api:\n  image: a/api:1.0.0\n  expose: [8000]\n';

test.each<[what: string, more: string, environment: string, part: string]>([
  [
    'a URL',
    database,
    'A: "postgresql://me:hidden-1@db:5432/orders?x=1"',
    "A: 'postgresql://{user}:{password}@{address}/{database}?x=1'",
  ],
  [
    'a URL in a URL',
    database,
    'A: "jdbc:postgresql://db/orders"',
    "A: 'jdbc:postgresql://{user}:{password}@{address}/{database}'",
  ],
  [
    'parts',
    database,
    'DB_HOST: db, DB_PORT: "5432", DB_USER: me, DB_PASS: hidden-1, DB_NAME: orders',
    "env: { DB_HOST: 'host', DB_PORT: 'port', DB_USER: 'user', DB_PASS: 'password', DB_NAME: 'database' }",
  ],
  [
    'settings',
    database,
    'A: "Server=db;Port=5432;User Id=me;Password=hidden-1;Database=orders;Pooling=true"',
    "A: 'Server={host};Port={port};User Id={user};Password={password};Database={database};Pooling=true'",
  ],
  [
    'a broker',
    broker,
    'A: "amqp://me:hidden-1@mq//"',
    "web.consumeFrom(jobs, { env: { A: 'amqp://{user}:{password}@{address}/{vhost}' } });",
  ],
  [
    'a cache',
    cache,
    'A: "redis://:hidden-1@cache/2"',
    "web.connectTo(cache, { env: { A: 'redis://:{password}@{address}/2' } });",
  ],
  ['a cache by host', cache, 'REDIS_HOST: cache', "env: { REDIS_HOST: 'host', CACHE_PASSWORD: 'password' }"],
  ['an address', other, 'API: "api:8000"', "web.connectTo(api, { env: { API: 'address' } });"],
  ['a path with braces', other, 'API: "http://api:8000/{id}"', "env: { API: 'http://{address}/{{id}}' }"],
  ['another port', other, 'API: "http://api:9000/"', "env: { API: 'http://api:9000/' }"],
  ['a word that is a name by chance', cache, 'STORE: cache', "env: { STORE: 'cache' }"],
])('%s in the environment becomes a connection', async (_, more, environment, part) => {
  const project = await translate(service(`environment: { ${environment} }`, more));
  expect(project.text('chart.ts')).toContain(part);
  expect(JSON.stringify(project.files().map(project.text))).not.toContain('hidden-1');
  expect(project.synth().report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

const mysql = 'my:\n  image: mysql:8.4.0\n  environment: { MYSQL_ROOT_PASSWORD: hidden-1 }\n';

test.each<[what: string, text: string, part: string]>([
  ['settings', 'environment: { A: "Server=my;Uid=me;Pwd=hidden-1;" }', "A: 'Server=my;Uid=me;Pwd=$(A_PASSWORD);'"],
  ['a text', 'environment: { A: "x hidden-1 y" }', "A: 'x $(A_PASSWORD) y'"],
  ['an option', 'command: [run, --db-password=hidden-2]', "args: ['run', '--db-password=$(COMMAND_PASSWORD)']"],
  ['a word of a command', 'command: [run, -p, hidden-1]', "args: ['run', '-p', '$(COMMAND_PASSWORD)']"],
  [
    'a URL of a command',
    'command: [run, "mysql://a:hidden-2@my:3306/b"]',
    "args: ['run', 'mysql://a:$(COMMAND_PASSWORD)@my:3306/b']",
  ],
  ['a variable', 'environment: { A: "mysql://a:hidden-2@my:3306/b" }', "A: 'mysql://a:$(A_PASSWORD)@my:3306/b'"],
])('a password in %s becomes a reference', async (_, text, part) => {
  const project = await translate(service(text, mysql));
  expect(project.text('chart.ts')).toContain(part);
  expect(JSON.stringify(project.files().map(project.text))).not.toMatch(/hidden-[12]/);
  expect(warningsOf(project)).toEqual([]);
});

test('a known server keeps its data, whatever is mounted there', async () => {
  const compose =
    'services: { my: { image: "mysql:8.4.0", volumes: [/var/lib/mysql] }, doc: { image: "mongo:8.0.1", volumes: ["./db:/data/db"] } }';
  const project = await translate(compose);
  for (const path of ['/var/lib/mysql', '/data/db']) {
    expect(project.text('chart.ts')).toContain(`storage: { path: '${path}', size: Size.gibibytes(5) }`);
  }
  expect(project.notes).toEqual([]);
  expect(warningsOf(project)).toEqual([]);
});

test('who shows the password of a database as a file gets the new one, and comes after it', async () => {
  const compose = `services:
  search:
    image: a/search:1.0.0
    expose: [9200]
    secrets: [db_password]
    volumes: [index:/index]
  db:
    image: postgres:17.5
    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db_password }
    secrets: [db_password]
secrets: { db_password: { file: ./password.txt } }
`;
  const project = await translate(compose, { 'password.txt': 'hidden-1' });
  const chart = project.text('chart.ts');
  expect(chart).toContain("secretFiles: { '/run/secrets/db_password': db.credentials.password }");
  expect(chart.indexOf('const db =')).toBeLessThan(chart.indexOf('new StatefulService('));
  expect(warningsOf(project)).toEqual([]);
});

test('a host in a command is connected', async () => {
  const project = await translate(service('command: [run, --api=api:8000]', other));
  expect(project.text('chart.ts')).toContain('web.connectTo(api);');
});

test('a health check with a password is left out, and told', async () => {
  const project = await translate(service('healthcheck: { test: [CMD, ask, -phidden-1] }', mysql));
  expect(project.text('chart.ts')).not.toContain('readiness');
  expect(project.notes).toContain(
    "compose.yaml:2:3: the healthcheck of service 'web' is left out: it holds a password",
  );
});

test('a place in a merged mapping is where the anchor is', async () => {
  const compose = 'x-base: &base\n  image: a/web:1.0.0\n  privileged: true\nservices:\n  web:\n    <<: *base\n';
  const { notes } = await translate(compose);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^compose\.yaml:3:15: 'privileged' of service 'web' is left out: /);
});

test('all that keeps a file from being read is told at once, and nothing is written', async () => {
  const compose = 'services:\n  web: { ports: [80] }\n  api: 1\n  db: { image: "a/b:1.0" }\n';
  const project = await translate(compose);
  expect(project).toMatchObject({
    code: 2,
    out: '',
    err:
      "error: compose.yaml:2:3: service 'web' has neither 'image' nor 'build', give one of them\n" +
      "error: compose.yaml:3:3: service 'api' is no mapping, allowed: a mapping of its keys\n" +
      '2 problems, nothing was written\n',
  });
  expect(Object.keys(contentOf(project.folder))).toEqual(['compose.yaml']);
});

test.each([
  ['services: {}', "compose.yaml:1:11: there are no services, allowed: a mapping 'services' with at least one"],
  ['', "compose.yaml: the file is empty, it needs at least the key 'services'"],
])('a file %j without services is no Compose file', async (compose, text) => {
  expect((await translate(compose)).err).toBe(`error: ${text}\n1 problem, nothing was written\n`);
});

test('options that the Compose file answers are refused', async () => {
  const project = newProject({ 'compose.yaml': service('restart: always') });
  const { err } = await project.init('--from', `${project.folder}/compose.yaml`, '--port', '1', '--with', 'cache');
  expect(err).toBe(
    'error: --port: the Compose file says it: leave the option out\n' +
      'error: --with: the Compose file says it: leave the option out\n2 problems, nothing was written\n',
  );
});

test('a Compose file that is not there', async () => {
  const project = newProject();
  expect((await project.init('--from', `${project.folder}/none.yaml`)).err).toBe(
    'error: none.yaml: there is no such Compose file, name one by --from\n1 problem, nothing was written\n',
  );
});

test('imports that fill a line of 120 columns stay on it', async () => {
  const { text } = await translate('services: {jobs: {image: "a/jobs:1.2.3"}, redis: {image: "redis:8.2"}}');
  expect(text('chart.ts').split('\n')[0]).toBe(
    "import { Application, BackgroundService, Cpu, defineSystem, imageReference, Redis, Size, System, z } from 'cdk8s-tiers';",
  );
});
