import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Cpu, defineSystem, SharedClaim, Size, System, WebService, z } from 'cdk8s-tiers';
import type { EnvironmentOverrides } from '../../src/testing/environment';
import { makeFolder } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';
import { adoptWeb } from './adopting/a-statefulset-with-its-volumes';
import { adoptVoting } from './adopting/a-system-with-its-names';
import { anchors, codeBlocks, textOf } from './markdown';

const published = 'test/docs/adopting/published';
const sections = new Map(
  textOf('docs/adopting.md')
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [anchors(section)[0]!, section]),
);

/** What `diff` tells of a running system and what is rendered of it here. */
async function diffOf(
  name: string,
  podSecurity: 'baseline' | 'restricted',
  environment: EnvironmentOverrides,
  build: (app: Application) => unknown,
  from = join(published, name),
) {
  const { project, output, ...test } = makeProject({}, { defaultPriority: undefined });
  project.systems.push(
    defineSystem({
      name,
      settings: z.strictObject({}),
      build: (root) => build(new Application(new System(root, name), `${name}-app`, { namespace: name, podSecurity })),
    }),
  );
  test.environment('local', [name], environment);
  expect(await test.run('synth')).toMatchObject({ code: 0, err: '' });
  return test.run('diff', '--from', from, '--to', join(output, 'local'));
}

describe('the page of adopting', () => {
  test('has a section for each file of code, which shows it', () => {
    const names = readdirSync(join(__dirname, 'adopting')).filter((name) => name.endsWith('.ts'));
    expect(names).toHaveLength(2);
    for (const name of names) {
      const [code] = codeBlocks(sections.get(name.replace(/\.ts$/, ''))!).filter(({ language }) => language === 'ts');
      expect(code?.text).toBe(textOf(`test/docs/adopting/${name}`));
    }
  });

  test.each([
    [
      'a-system-with-its-names',
      'vote',
      () => diffOf('vote', 'baseline', {}, (app) => adoptVoting(app, `${published}/vote`)),
    ],
    [
      'a-statefulset-with-its-volumes',
      'web',
      () =>
        diffOf('web', 'restricted', { storage: { mode: 'dynamic', classes: { default: 'my-storage-class' } } }, (app) =>
          adoptWeb(app),
        ),
    ],
  ])('shows what it does to the cluster: %s', async (anchor, _, diff) => {
    const { code, out, err } = await diff();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('WARN: restart or interruption\n');
    expect(out).not.toMatch(/removed|BLOCK|RECREATE/);
    const [shown] = codeBlocks(sections.get(anchor)!).filter(({ language }) => language === 'console');
    const parts = shown!.text
      .split('\n')
      .slice(1)
      .join('\n')
      .split(/^\.\.\.\n/m);
    for (const part of parts) expect(out).toContain(part);
  });

  test('shows that servers which run on as they are do not restart', async () => {
    const { out } = await diffOf('vote', 'baseline', {}, (app) => adoptVoting(app, `${published}/vote`));
    const changes = out
      .split(/\n(?= {2}\S)/)
      .filter((change) => /Deployment vote\/(db|redis)/.test(change.split('\n')[0]!));
    expect(changes.join('\n')).not.toContain('spec.template');
    expect(changes).toHaveLength(2);
  });
});

/** A Deployment with a claim, as many are. */
const wiki = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: wiki-pv-claim, namespace: wiki }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: my-storage-class
  resources: { requests: { storage: 20Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wiki, namespace: wiki }
spec:
  selector: { matchLabels: { app: wiki, part: server } }
  strategy: { type: Recreate }
  template:
    metadata: { labels: { app: wiki, part: server } }
    spec:
      containers:
        - name: wiki
          image: registry.example.com/wiki:1.0
          ports: [{ containerPort: 8080 }]
          volumeMounts: [{ name: pages, mountPath: /pages }]
      volumes: [{ name: pages, persistentVolumeClaim: { claimName: wiki-pv-claim } }]
`;

test.each([
  ['as it is', 'wiki-pv-claim', 0],
  ['by another name', 'pages', 1],
])('a Deployment keeps its claim: %s', async (_, claimName, expected) => {
  const storage = { mode: 'dynamic', classes: { default: 'my-storage-class' } };
  const build = (app: Application) => {
    const size = Size.gibibytes(20);
    const pages = new SharedClaim(app, 'pages', { claimName, size, accessMode: 'ReadWriteOnce' });
    new WebService(app, 'wiki', {
      image: 'registry.example.com/wiki:1.0',
      port: 8080,
      singleton: true,
      selectorLabels: { app: 'wiki', part: 'server' },
      resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(128) },
    }).mountShared(pages, '/pages');
  };
  const { code, out } = await diffOf('wiki', 'restricted', { storage }, build, makeFolder({ 'wiki.yaml': wiki }));
  expect(code).toBe(expected);
  expect(/BLOCK|RECREATE/.test(out)).toBe(expected === 1);
});
