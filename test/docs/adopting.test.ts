import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Application, defineSystem, System, z } from 'cdk8s-tiers';
import type { EnvironmentOverrides } from '../../src/testing/environment';
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
  return test.run('diff', '--from', join(published, name), '--to', join(output, 'local'));
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
