import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countOf } from '../../src/checks';
import { contentOf, putFiles } from '../fixtures/folder';
import { newProject } from './new-project';

test('a project from nothing has all that it takes, and no more', async () => {
  const project = newProject();
  expect(await project.init('--yes', '--name', 'shop')).toEqual({
    code: 0,
    err: '',
    out: `${[
      '.gitignore',
      'README.md',
      'chart.ts',
      'dist.test.ts',
      'environments/local.yaml',
      'environments/production.yaml',
      'main.ts',
      'package.json',
      'project.ts',
      'tsconfig.json',
    ]
      .map((path) => `  new/${path}\n`)
      .join('')}done: 10 files written\nnext: cd new && npm install && npm run synth\n`,
  });
  expect(project.text('chart.ts')).toMatchInlineSnapshot(`
"import { Application, Cpu, defineSystem, imageReference, Postgres, Size, System, WebService, z } from 'cdk8s-tiers';

/** What a tier reserves where nothing else is known: measure, then say more. */
const resources = { cpu: Cpu.millis(50), memory: Size.mebibytes(256) };

export const chart = defineSystem({
  name: 'shop',
  settings: z.strictObject({ web: imageReference() }),
  build: (root, images) => {
    const system = new System(root, 'shop');

    // What holds data.
    const data = new Application(system, 'shop-data', { namespace: 'shop' });
    const database = new Postgres(data, 'database', { database: 'shop', storage: Size.gibibytes(5), resources });

    // What can be thrown away and made anew.
    const app = new Application(system, 'shop-app', { namespace: 'shop' });
    const web = new WebService(app, 'web', {
      image: images.web,
      port: 8080,
      exposure: { host: '', nodePort: 30080 },
      resources,
    });
    web.connectTo(database);
    return system;
  },
});
"
`);
  expect(project.text('environments/production.yaml')).toContain('domain: shop.example.com\n');
});

test.each(['none', 'database', 'queue', 'cache', 'database, queue, cache'])(
  'a project with %s is rendered without an error or a warning',
  async (parts) => {
    const project = newProject();
    expect((await project.init('--yes', '--name', 'first-shop', '--with', parts)).err).toBe('');
    const { report, objects } = project.synth();
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(countOf(report, 'error')).toBe(0);
    expect(objects.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(parts.includes('queue') ? ['web', 'worker'] : ['web']),
    );
  },
);

test('what every part gives is in the chart', async () => {
  const project = newProject();
  await project.init(
    '--yes',
    '--name',
    'shop',
    '--with',
    'database queue cache',
    '--port',
    '3000',
    '--image',
    'a/web:1.2',
  );
  expect(project.text('chart.ts')).toMatchInlineSnapshot(`
"import {
  Application,
  BackgroundService,
  Cpu,
  defineSystem,
  imageReference,
  Postgres,
  RabbitMq,
  Redis,
  Size,
  System,
  WebService,
  z,
} from 'cdk8s-tiers';

/** What a tier reserves where nothing else is known: measure, then say more. */
const resources = { cpu: Cpu.millis(50), memory: Size.mebibytes(256) };

export const chart = defineSystem({
  name: 'shop',
  settings: z.strictObject({ web: imageReference(), worker: imageReference() }),
  build: (root, images) => {
    const system = new System(root, 'shop');

    // What holds data.
    const data = new Application(system, 'shop-data', { namespace: 'shop' });
    const database = new Postgres(data, 'database', { database: 'shop', storage: Size.gibibytes(5), resources });
    const cache = new Redis(data, 'cache', { resources });
    const broker = new RabbitMq(data, 'broker', { storage: Size.gibibytes(2), resources });
    const jobs = broker.addQueue('jobs');

    // What can be thrown away and made anew.
    const app = new Application(system, 'shop-app', { namespace: 'shop' });
    const web = new WebService(app, 'web', {
      image: images.web,
      port: 3000,
      exposure: { host: '', nodePort: 30080 },
      resources,
    });
    web.connectTo(database);
    web.connectTo(cache);
    web.publishTo(jobs);

    const worker = new BackgroundService(app, 'worker', { image: images.worker, resources });
    worker.consumeFrom(jobs);
    worker.connectTo(database);
    return system;
  },
});
"
`);
  expect(project.text('environments/local.yaml')).toMatch(
    /systems:\n {2}shop:\n {4}web: a\/web:1\.2\n {4}worker: registry\.example\.com\/shop\/worker:1\.0\.0\n$/,
  );
});

test('the name is that of the folder, where nobody says', async () => {
  const project = newProject();
  await project.init();
  expect(project.text('package.json')).toContain('"name": "new"');
});

test('impossible answers are told together, and nothing is written', async () => {
  const project = newProject();
  const wrong = [
    '--name',
    'My Shop',
    '--port',
    '70000',
    '--image',
    'web',
    '--with',
    'database,mail',
    '--domain',
    'a b',
  ];
  expect(await project.init('--yes', ...wrong)).toMatchInlineSnapshot(`
{
  "code": 2,
  "err": "error: --domain: impossible host name 'a b', allowed: lower-case DNS labels joined by dots, at most 253 characters, such as 'shop.example.org'
error: --image: image 'web' has no tag, allowed: '[registry/]name:tag', with or without '@sha256:<64 hex digits>', such as 'postgres:17.11'
error: --name: impossible name 'My Shop', allowed: at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends
error: --port: impossible port 70000, allowed: a whole number from 1 to 65535
error: --with: 'mail' is not known, allowed: database, queue, cache, none
5 problems, nothing was written
",
  "out": "",
}
`);
  expect(contentOf(project.folder)).toEqual({});
});

test('nothing is overwritten: all files that exist are named, and nothing is written', async () => {
  const project = newProject({ 'new/main.ts': 'mine', 'new/environments/local.yaml': 'mine too' });
  const before = contentOf(project.folder);
  expect(await project.init('--yes')).toEqual({
    code: 2,
    out: '',
    err:
      'error: new/environments/local.yaml: exists already, and nothing is overwritten: move it away, or name another folder\n' +
      'error: new/main.ts: exists already, and nothing is overwritten: move it away, or name another folder\n' +
      '2 problems, nothing was written\n',
  });
  expect(contentOf(project.folder)).toEqual(before);
});

test('a folder that can not be made leaves nothing behind', async () => {
  const project = newProject();
  writeFileSync(join(project.folder, 'new'), 'a file');
  const { code, err } = await project.init('--yes', '--name', 'shop');
  expect(err).toMatch(
    /^error: new: can't be written: EEXIST: .*; mend the folder and run again\n1 problem, nothing was written\n$/,
  );
  expect(code).toBe(2);
  expect(contentOf(project.folder)).toEqual({ new: 'a file' });
});

test('other files of the folder are left alone', async () => {
  const project = newProject();
  putFiles(project.folder, { 'new/notes.txt': 'mine', 'new/environments/other.txt': 'mine' });
  expect((await project.init('--yes')).code).toBe(0);
  expect(project.files()).toHaveLength(12);
  expect(project.text('notes.txt')).toBe('mine');
});
