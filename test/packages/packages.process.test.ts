import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from 'cdk8s-tiers';
import { load } from 'js-yaml';
import { validateObject } from '../../src/checks/schemas';
import { KindRegistry } from '../../src/kubernetes';
import { testExamples } from './examples';
import { testInit } from './init';
import {
  installExample,
  type Packed,
  packAll,
  type Run,
  run,
  succeed,
  temporaryFolder,
  textsBelow,
} from './outside-project';
import { testProgram } from './program';

jest.setTimeout(240_000);

const archives = temporaryFolder('archives');
const project = temporaryFolder('shop');
const ownTier = `import { WebService } from 'cdk8s-tiers';
import { renderOne, small } from 'cdk8s-tiers/testing';
const rendered = renderOne((application) => new WebService(application, 'web', { image: 'a/b:1', port: 81, resources: small }));
console.log(rendered.get('Service').spec.ports[0].port);
`;
let packed: Packed[];
let compiled: Run;

beforeAll(() => {
  packed = packAll(archives);
  const needed = packed.filter(({ name }) => name !== '@cdk8s-tiers/zamperla');
  installExample(
    'shop',
    project,
    needed.map(({ filename }) => join(archives, filename)),
  );
  writeFileSync(join(project, 'own-tier.ts'), ownTier);
  const settings = join(project, 'tsconfig.json');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('"main.ts"', '"main.ts", "own-tier.ts"'));
  compiled = run(project, 'npx', ['tsc', '--skipLibCheck', 'false']);
});

afterAll(() => {
  rmSync(archives, { recursive: true, force: true });
  rmSync(project, { recursive: true, force: true });
});

const synth = (...args: string[]) => run(project, 'node', ['lib/main.js', 'synth', ...args]);

function objectsOf(folder: string): KubernetesObject[] {
  const texts = [...textsBelow(folder)].filter(([path]) => path.endsWith('.yaml'));
  return texts.flatMap(([path, text]) => {
    const documents = text.split(/^---\n/m).filter((part) => part.trim() !== '');
    return documents.map((part) => load(part, { filename: path }) as KubernetesObject);
  });
}

describe('a package', () => {
  const contents: [string, RegExp, string[]][] = [
    ['@cdk8s-tiers/imports', /^(lib\/.+\.(js|d\.ts)|crds\/.+\.yaml)$/, ['lib/keda.sh.js', 'crds/keda.sh.yaml']],
    [
      'cdk8s-tiers',
      /^(lib\/.+\.(js|d\.ts)|assets\/.+\.(sh|py|json|yaml|yml|sql|lua|conf|tmpl))$/,
      ['lib/index.js', 'lib/index.d.ts', 'assets/queue-worker/consume.py', 'assets/kinds/kubernetes.json'],
    ],
    ['@cdk8s-tiers/platform', /^lib\/.+\.(js|d\.ts)$/, ['lib/index.js', 'lib/index.d.ts']],
    ['@cdk8s-tiers/zamperla', /^(lib\/.+\.(js|d\.ts)|sql\/.+\.sql)$/, ['lib/index.js', 'sql/initdb.sql']],
  ];

  test.each(contents)('%s holds what it needs at run time, and no more', (name, allowed, needed) => {
    const paths = packed.find((one) => one.name === name)!.files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining([...needed, 'README.md', 'package.json']));
    const rest = paths.filter((path) => !['README.md', 'LICENSE', 'package.json'].includes(path));
    expect(rest.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test('describes itself', () => {
    for (const { name } of packed.filter((one) => existsSync(join(project, 'node_modules', one.name)))) {
      const manifest = JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8'));
      expect(manifest).toMatchObject({ name, license: 'Apache-2.0', engines: { node: '>=20' } });
      expect(manifest.description).toMatch(/^[A-Z].{20,}[^.]$/);
    }
  });

  test('needs no package in its types that is not installed with it', () => {
    expect(existsSync(join(project, 'node_modules/kubernetes-models'))).toBe(false);
    expect(compiled).toMatchObject({ exitCode: 0, stdout: '' });
  });
});

describe('the first own system, outside this repository', () => {
  test('is rendered, and rendered again without a change', () => {
    const first = synth();
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(/^done: \d+ files written, 0 removed, 0 unchanged/m);
    const before = textsBelow(join(project, 'dist'));
    expect(synth().stdout).toMatch(/^done: 0 files written, 0 removed, \d+ unchanged/m);
    expect(textsBelow(join(project, 'dist'))).toEqual(before);
    expect(synth('--check').exitCode).toBe(0);
  });

  test('has the objects of its four tiers, every one valid', () => {
    const objects = objectsOf(join(project, 'dist/local'));
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'Deployment shop/web',
        'Service shop/web',
        'StatefulSet shop/database',
        'StatefulSet shop/broker',
        'ScaledJob shop/invoices',
        'NetworkPolicy shop/default-deny',
        'NetworkPolicy shop/database',
        'NetworkPolicy shop/invoices',
        'PersistentVolumeClaim shop/database-data',
        'Namespace -/shop',
      ]),
    );
    const kinds = KindRegistry.forVersion();
    expect(objects.filter(({ apiVersion, kind }) => !kinds.find(apiVersion, kind)?.version.schema)).toEqual([]);
    expect(objects.flatMap((object) => validateObject(object))).toEqual([]);
  });

  test('wires the web service and the worker to database and broker by references only', () => {
    const objects = objectsOf(join(project, 'dist/local'));
    const web = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'web')!;
    const { env } = (web.spec as { template: { spec: { containers: { env: { name: string }[] }[] } } }).template.spec
      .containers[0]!;
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'database-owner', key: 'password' } } },
        { name: 'ORDERS_QUEUE', value: 'orders' },
      ]),
    );
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('can be tested with what comes with the library', () => {
    expect(succeed(project, 'node', ['lib/own-tier.js'])).toBe('81\n');
    expect(run(project, 'node', ['--eval', "require('cdk8s-tiers/testing/jest')"]).stderr).toContain(
      'adds matchers to a global `expect`, and there is none',
    );
  });

  test('passes the checks', () => {
    const { exitCode, stdout } = run(project, 'node', ['lib/main.js', 'check']);
    expect(stdout).toMatch(/ 0 errors, /);
    expect(exitCode).toBe(0);
  });
});

describe('the examples, outside this repository', () => testExamples(project));

describe('init, outside this repository', () => testInit(project));

describe('npx cdk8s-tiers, in a folder without a project', () => testProgram(project));

describe('a mistake in the first own system', () => {
  const mistakes: [what: string, file: string, from: string, to: string, args: string[], text: string][] = [
    [
      'a misspelt key',
      'environments/local.yaml',
      'exposure:',
      'exposrue:',
      [],
      "error: environments/local.yaml:8:1: unknown key 'exposrue', did you mean 'exposure'? allowed: argocd, cluster, description, domain, exposure, external, gitops, name, operators, secrets, storage, systems",
    ],
    [
      'an unknown system',
      'main.ts',
      '',
      '',
      ['--system', 'shpo'],
      "error: --system: unknown system 'shpo', the project has shop",
    ],
    [
      'a queue declared twice',
      'main.ts',
      'const orders = ',
      "broker.addQueue('orders');\n    const orders = ",
      [],
      "error: local/shop/shop-data/broker: queue 'orders' is declared twice, use the first one or choose another name",
    ],
  ];

  test.each(mistakes)('%s is told, ends with 2, and leaves the output alone', (_what, file, from, to, args, text) => {
    const [path, kept] = [join(project, file), join(project, 'kept')];
    for (const part of [file, 'lib']) cpSync(join(project, part), join(kept, part), { recursive: true });
    const before = textsBelow(join(project, 'dist'));
    try {
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
      if (file === 'main.ts' && from !== '') succeed(project, 'npx', ['tsc']);
      const { exitCode, stdout, stderr } = synth(...args);
      expect(stderr.split('\n')).toContain(text);
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
      expect(textsBelow(join(project, 'dist'))).toEqual(before);
    } finally {
      cpSync(kept, project, { recursive: true });
      rmSync(kept, { recursive: true });
    }
  });
});
