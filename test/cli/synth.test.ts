import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import { z } from 'zod';
import { Cpu, KubeObject, priorities } from '../../src/kubernetes';
import { readIndex } from '../../src/render';
import { Credential, generated } from '../../src/secrets';
import { Application, defineSystem, System } from '../../src/system';
import {
  QueueWorker,
  type QueueWorkerProps,
  RabbitMq,
  type RabbitMqProps,
  type Scaling,
  WebService,
  type WebServiceProps,
} from '../../src/tiers';
import { makeProduction, makeSystem, small } from '../fixtures';
import { contentOf, putFiles } from '../fixtures/folder';
import { type BuildSystem, makeProject } from '../fixtures/project';

const webIn = (application: Application, name = 'web', props: Partial<WebServiceProps> = {}) =>
  new WebService(application, name, { image: 'shop/web:1.0', port: 8080, resources: small, ...props });
const brokerIn = (application: Application, props: Partial<RabbitMqProps> = {}) =>
  new RabbitMq(application, 'broker', {
    storage: Size.gibibytes(2),
    resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
    ...props,
  });
const workerIn = (application: Application, props: Partial<QueueWorkerProps> = {}, scaling: Partial<Scaling> = {}) =>
  new QueueWorker(application, 'packer', {
    image: 'shop/packer:1.0',
    consumes: brokerIn(application).addQueue('orders'),
    priority: priorities.low,
    resources: small,
    attemptDeadline: Duration.minutes(10),
    ...props,
    scaling: { maxWorkers: 5, ...scaling },
  });
const config = (application: Application, id: string, name: string, data: Record<string, string> = {}) =>
  new KubeObject(application, id, { apiVersion: 'v1', kind: 'ConfigMap', name }, () => ({ data }));

describe('synth', () => {
  test('writes every environment, tells what it did, and ends with 0', async () => {
    const test = makeProject({ shop: (application) => void webIn(application) });
    test.environment('local', ['shop']);
    test.environment('staging', ['shop']);
    const { code, out, err } = await test.run();
    expect([code, err]).toEqual([0, '']);
    expect(out.replace(/[\d.]+ s$/m, '# s')).toBe(
      '  local: 20 objects, 3 applications\n  staging: 20 objects, 3 applications\n  checks: no findings\ndone: 39 files written, 0 removed, 0 unchanged, # s\n',
    );
    expect(Object.keys(contentOf(test.output)).filter((path) => path.includes('/shop-app/'))).toContain(
      'staging/shop-app/deployment.web.yaml',
    );
  });

  test('tells what has to be there, a line for each kind, and keeps the list where a part is written', async () => {
    const shop = (application: Application) => {
      brokerIn(application);
      webIn(application, 'web', { exposure: { host: 'www' } });
    };
    const test = makeProject({ shop, other: () => undefined });
    const storage = { mode: 'dynamic', classes: { default: 'standard' } };
    const access = { open: 'a shop for everybody' };
    const exposure = { type: 'Gateway', gateway: 'public', gatewayNamespace: 'edge', access };
    test.environment('local', ['shop', 'other'], { storage, exposure, domain: 'example.com' });
    const { out } = await test.run();
    expect(out.slice(out.indexOf('    has'), out.indexOf('  checks'))).toBe(
      `    has to be there, and is not in the output:
      DNS name: www.example.com
      Gateway: edge/public
      StorageClass: standard
      controller of Gateway: public
`,
    );
    const list = () => JSON.parse(contentOf(test.output)['index.json']!).requirements;
    const before = list();
    expect(before).toHaveLength(4);
    await test.run('--system', 'other');
    expect(list()).toEqual(before);
  });

  test('again changes nothing', async () => {
    const test = makeProject({ shop: (application) => void webIn(application) });
    test.environment('local', ['shop']);
    await test.run('synth');
    const before = contentOf(test.output);
    expect((await test.run('synth')).out).toMatch(/done: 0 files written, 0 removed, 20 unchanged/);
    expect(contentOf(test.output)).toEqual(before);
  });

  test('removes what is no longer made, and keeps files of others', async () => {
    let names = ['one', 'two'];
    const test = makeProject({ shop: (application) => names.forEach((name) => void config(application, name, name)) });
    test.environment('local', ['shop']);
    await test.run();
    putFiles(test.output, { 'local/shop-app/notes.md': 'mine' });
    names = ['two'];
    expect((await test.run()).out).toMatch(/1 removed/);
    const paths = Object.keys(contentOf(test.output));
    expect(paths).toContain('local/shop-app/notes.md');
    expect(paths).toContain('local/shop-app/configmap.two.yaml');
    expect(paths).not.toContain('local/shop-app/configmap.one.yaml');
  });

  test('takes the folder of the output from an option, or from cdk8s', async () => {
    const test = makeProject({ shop: (application) => void config(application, 'a', 'a') });
    test.environment('local', ['shop']);
    const folder = join(test.output, '..', 'elsewhere');
    await test.run('--output', folder);
    process.env.CDK8S_OUTDIR = `${folder}-by-cdk8s`;
    try {
      await test.run();
    } finally {
      delete process.env.CDK8S_OUTDIR;
    }
    expect(contentOf(`${folder}-by-cdk8s`)).toEqual(contentOf(folder));
  });

  test('refuses unknown options with 2', async () => {
    const test = makeProject({});
    test.environment('local', []);
    const { code, err } = await test.run('synth', '--chekc');
    expect([code, err]).toEqual([
      2,
      "error: unknown option '--chekc'\n(Did you mean --check?)\n(--help lists commands and options)\n",
    ]);
  });
});

describe('synth of a part', () => {
  /** Two systems in two environments, both written once, then both changed. */
  async function changed() {
    let version = 'old';
    const build: BuildSystem = (application) => void config(application, 'version', 'version', { version });
    const test = makeProject({ shop: build, blog: build });
    for (const name of ['local', 'staging']) test.environment(name, ['shop', 'blog']);
    await test.run();
    version = 'new';
    const isNew = () =>
      Object.entries(contentOf(test.output))
        .filter(([path, text]) => path.endsWith('configmap.version.yaml') && text.includes('version: new'))
        .map(([path]) => path);
    return { test, isNew };
  }

  test.each<[string[], string[]]>([
    [['--environment', 'local', '--system', 'shop'], ['local/shop-app/configmap.version.yaml']],
    [
      ['-s', 'blog'],
      ['local/blog-app/configmap.version.yaml', 'staging/blog-app/configmap.version.yaml'],
    ],
    [
      ['-e', 'staging'],
      ['staging/blog-app/configmap.version.yaml', 'staging/shop-app/configmap.version.yaml'],
    ],
  ])('%j touches only what it owns', async (argv, expected) => {
    const { test, isNew } = await changed();
    const before = contentOf(test.output);
    expect((await test.run('synth', ...argv)).code).toBe(0);
    expect(isNew()).toEqual(expected);
    const after = contentOf(test.output);
    const touched = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(touched).toEqual(expected);
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  test('is what the definition has built, however many systems that are', async () => {
    let version = 'old';
    const test = makeProject({ shop: (application) => void config(application, 'version', 'version', { version }) });
    test.project.systems.push(
      defineSystem({
        name: 'saas',
        settings: z.looseObject({}),
        build: (root) => {
          for (const tenant of ['tenant-1', 'tenant-2']) {
            const application = new Application(new System(root, tenant), tenant, { namespace: tenant });
            config(application, 'version', 'version', { version });
            new Credential(application, 'key', { name: 'key', keys: { key: generated() } });
          }
        },
      }),
    );
    test.environment('local', ['shop', 'saas']);
    await test.run();
    version = 'new';
    expect((await test.run('--system', 'saas', '--check')).out).toBe(
      'stale: the output is not what would be written, run synth and commit it\n  differs: local/tenant-1/configmap.version.yaml\n  differs: local/tenant-2/configmap.version.yaml\n',
    );
    expect((await test.run('--system', 'saas')).out).toMatch(/done: 2 files written, 0 removed,/);
    expect((await test.run('--system', 'saas', '--check')).out).toMatch(/^fresh: /);
    expect((await test.run('--check')).out).toBe(
      'stale: the output is not what would be written, run synth and commit it\n  differs: local/shop-app/configmap.version.yaml\n',
    );
    const { files, applications, secrets } = readIndex(test.output);
    const parts = (entries: readonly { readonly name: string; readonly system?: string }[]) => [
      ...new Set(entries.filter(({ name }) => /^tenant|^key/.test(name)).map(({ system }) => system)),
    ];
    expect([
      parts(files.map((file) => ({ ...file, name: file.application }))),
      parts(applications ?? []),
      parts(secrets),
    ]).toEqual([['saas'], ['saas'], ['saas']]);
    expect((await test.run('--system', 'tenant-1')).err).toBe(
      "error: --system: unknown system 'tenant-1', the project has platform, saas, shop\n1 problem, nothing was written\n",
    );
  });

  test('removes what the part no longer makes, and nothing of another part', async () => {
    let name = 'one';
    const build: BuildSystem = (application) => void config(application, 'config', name);
    const test = makeProject({ shop: build, blog: build });
    test.environment('local', ['shop', 'blog']);
    await test.run();
    name = 'two';
    await test.run('--system', 'shop');
    const configs = Object.keys(contentOf(test.output)).filter((path) => path.includes('configmap.'));
    expect(configs).toEqual(['local/blog-app/configmap.one.yaml', 'local/shop-app/configmap.two.yaml']);
    expect((await test.run('--check')).code).toBe(1);
    await test.run();
    expect((await test.run('--check')).code).toBe(0);
  });
});

describe('synth --check', () => {
  test('tells a fresh output from a stale one, and writes nothing', async () => {
    let names = ['one', 'two'];
    const test = makeProject({ shop: (application) => names.forEach((name) => void config(application, name, name)) });
    test.environment('local', ['shop']);
    await test.run();
    expect(await test.run('--check')).toEqual({
      code: 0,
      out: 'fresh: the output is what would be written, 19 files\n',
      err: '',
    });
    names = ['two', 'three'];
    putFiles(test.output, { 'local/shop-app/configmap.two.yaml': 'changed by hand\n' });
    const before = contentOf(test.output);
    expect(await test.run('--check')).toEqual({
      code: 1,
      out: `stale: the output is not what would be written, run synth and commit it
  differs: local/shop-app/configmap.three.yaml
  differs: local/shop-app/configmap.two.yaml
  differs: index.json
  no longer made: local/shop-app/configmap.one.yaml
`,
      err: '',
    });
    expect(contentOf(test.output)).toEqual(before);
  });
});

const thereIsNone: BuildSystem = () => {};
const place = 'error: local/shop/shop-app';

describe('synth refuses, with 2 and the output untouched,', () => {
  test.each<[string, BuildSystem, string]>([
    [
      'two objects of one name',
      (application) => {
        config(application, 'one', 'same');
        config(application, 'two', 'same');
      },
      `${place}/two: ConfigMap 'same' in namespace 'shop' exists already, made by 'local/shop/shop-app/one': rename one of them`,
    ],
    [
      'a duplicate queue',
      (application) => {
        const broker = brokerIn(application);
        broker.addQueue('orders');
        broker.addQueue('orders');
      },
      `${place}/broker: queue 'orders' is declared twice, use the first one or choose another name`,
    ],
    [
      'an attempt deadline above the consumer timeout',
      (application) => void workerIn(application, { attemptDeadline: Duration.hours(1) }),
      `${place}/packer: attempt deadline of 60 minutes is too long for queue 'orders', whose consumer timeout is 30 minutes: the broker would hand the message to a second worker; give the queue a \`consumerTimeout\` of more than 1 hour 6 minutes, or shorten \`attemptDeadline\``,
    ],
    [
      "a connection to another environment's endpoint",
      (application) => webIn(application).connectTo(webIn(makeSystem(makeProduction()).application, 'api')),
      `${place}/web: can't reach 'production/shop/shop-app/api', which is part of another environment: connect tiers of one environment only`,
    ],
    [
      'a minimum of workers above the maximum',
      (application) => void workerIn(application, {}, { minWorkers: 6 }),
      `${place}/packer: minWorkers 6 exceeds maxWorkers 5, lower the minimum or raise the maximum`,
    ],
    [
      'a name that is too long',
      (application) => void webIn(application, 'w'.repeat(64)),
      `${place}/${'w'.repeat(64)}: name '${'w'.repeat(64)}' has 64 characters, at most 63 are allowed: shorten it`,
    ],
    [
      'a worker whose name leaves no room for those of Jobs',
      (application) => void workerIn(application, { workloadName: 'p'.repeat(53) }),
      `${place}/packer: name '${'p'.repeat(53)}' has 53 characters, at most 52 are allowed: KEDA adds its own to the names of Jobs`,
    ],
    [
      'polling that is too fast',
      (application) => void workerIn(application, {}, { pollingInterval: Duration.seconds(2) }),
      `${place}/packer: polling interval of 2 seconds is below 5 seconds, and KEDA may then miss Jobs it has just made: raise it, or set \`acceptFastPolling\``,
    ],
    [
      'a disk that is too small for its broker',
      (application) => void brokerIn(application, { storage: Size.mebibytes(512) }),
      `${place}/broker: volume of 512Mi is too small for 512Mi of memory: the broker blocks all publishers below 308Mi of free disk, give it at least three times that`,
    ],
    [
      'a singleton with replicas',
      (application) => void webIn(application, 'web', { singleton: true, replicas: 3 }),
      `${place}/web: is a singleton with 3 replicas: give it 1, or drop \`singleton\``,
    ],
    [
      'a node port out of range',
      (application) => void webIn(application, 'web', { exposure: { nodePort: 80, host: '' } }),
      `${place}/web: node port 80 is out of range, give one from 30000 to 32767`,
    ],
    [
      'a circle of connections',
      (application) => {
        const [a, b] = [webIn(application, 'a'), webIn(application, 'b')];
        a.connectTo(b);
        b.connectTo(a);
      },
      `${place}/a: these depend on each other in a circle, so none can be rolled out first: local/shop/shop-app/a -> local/shop/shop-app/b -> local/shop/shop-app/a; remove one of the connections or give it \`ordered: false\``,
    ],
    [
      'two constructs of one id',
      (application) => {
        webIn(application);
        webIn(application);
      },
      "error: local/shop: There is already a Construct with name 'web' in Application [shop-app]",
    ],
  ])('%s', async (_, build, message) => {
    let bad = false;
    const test = makeProject({ shop: (application, settings) => (bad ? build : thereIsNone)(application, settings) });
    test.environment('local', ['shop']);
    await test.run();
    const before = contentOf(test.output);
    bad = true;
    expect(await test.run('synth')).toEqual({ code: 2, out: '', err: `${message}\n1 problem, nothing was written\n` });
    expect(await test.run('synth', '--check')).toMatchObject({ code: 2 });
    expect(contentOf(test.output)).toEqual(before);
  });

  test('an environment and a system that do not exist, both at once', async () => {
    const test = makeProject({ shop: thereIsNone });
    test.environment('local', ['shop']);
    await test.run();
    const before = contentOf(test.output);
    expect(await test.run('--environment', 'loacl', '--system', 'shpo')).toEqual({
      code: 2,
      out: '',
      err: `error: --system: unknown system 'shpo', the project has platform, shop
error: environments: no environment 'loacl', did you mean 'local'? allowed: local
2 problems, nothing was written
`,
    });
    expect(contentOf(test.output)).toEqual(before);
  });

  test('a project without environment files', async () => {
    const test = makeProject({});
    expect(await test.run()).toEqual({
      code: 2,
      out: '',
      err: 'error: environments: the folder of the environment files does not exist\n1 problem, nothing was written\n',
    });
  });

  test('the problems of all systems and environments, sorted', async () => {
    const test = makeProject({
      shop: (application) => void webIn(application, 'web', { replicas: -1 }),
      blog: (application) => void webIn(application, 'web', { singleton: true, replicas: 2 }),
      mail: (application) => {
        config(application, 'one', 'same');
        config(application, 'two', 'same');
      },
    });
    test.environment('b-both', ['shop', 'blog']);
    test.environment('a-mail', ['mail']);
    expect(
      (await test.run()).err,
    ).toBe(`error: a-mail/mail/mail-app/two: ConfigMap 'same' in namespace 'mail' exists already, made by 'a-mail/mail/mail-app/one': rename one of them
error: b-both/blog/blog-app/web: is a singleton with 2 replicas: give it 1, or drop \`singleton\`
error: b-both/shop/shop-app/web: replicas is -1, give a whole number of at least 0
3 problems, nothing was written
`);
  });

  test('an output folder whose index is not ours', async () => {
    const test = makeProject({});
    test.environment('local', []);
    putFiles(test.output, { 'index.json': '{}' });
    expect((await test.run()).err).toBe(
      'error: dist/index.json: is not the index of an output folder of version 1: delete it, or choose another output folder\n1 problem, nothing was written\n',
    );
  });

  test('a folder that can not be written midway', async () => {
    let names = ['one'];
    const test = makeProject({ shop: (application) => names.forEach((name) => void config(application, name, name)) });
    test.environment('local', ['shop']);
    await test.run();
    putFiles(test.output, { 'local/shop-app/configmap.two.yaml/foreign': 'in the way' });
    const before = contentOf(test.output);
    names = ['another', 'two'];
    const { code, out, err } = await test.run();
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: dist: can't be written: E\w+: .+; nothing was changed, mend the folder and run again\n1 problem/,
    );
    expect(contentOf(test.output)).toEqual(before);
  });

  test('but a mistake in a program is shown as one', async () => {
    const test = makeProject({
      shop: () => {
        throw new TypeError('a mistake');
      },
    });
    test.environment('local', ['shop']);
    await expect(test.run()).rejects.toThrow('a mistake');
  });
});

describe('synth ends with 1, the output untouched,', () => {
  test('when a check finds an error in what was rendered', async () => {
    let data: Record<string, string> = {};
    const test = makeProject({ shop: (application) => void config(application, 'config', 'config', data) });
    test.environment('local', ['shop']);
    await test.run();
    const before = contentOf(test.output);
    data = { 'key.pem': '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n' };
    const { code, out, err } = await test.run();
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/local\/shop-app\/configmap\.config\.yaml[\s\S]*nothing was written\n$/);
    expect(contentOf(test.output)).toEqual(before);
  });
});
