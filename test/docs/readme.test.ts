import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { project } from '../../charts/project';
import { allRules, countOf } from '../../src/checks';
import { synthesize } from '../../src/cli';
import { nodeFolders } from '../../src/cluster/node-folders';
import { readManifests } from '../../src/manifests';
import { anchors, codeBlocks, links, pages, root, tableRows, textOf } from './markdown';

const readme = textOf('README.md');
const scripts = (path: string) => Object.keys(JSON.parse(textOf(path)).scripts);

describe('the README', () => {
  test.each([
    ['ts', 'examples/shop/main.ts'],
    ['yaml', 'examples/shop/environments/local.yaml'],
  ])('shows the %s of the first own system as it is in %s', (language, path) => {
    expect(codeBlocks(readme).find((block) => block.language === language)?.text).toBe(textOf(path));
  });

  test('keeps its promise of a system in about 30 lines', () => {
    const lines = textOf('examples/shop/main.ts').split('\n');
    expect(lines.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(30);
  });

  test('shows a picture of the system', () => {
    const picture = codeBlocks(readme).find(({ language }) => language === 'mermaid')?.text;
    for (const node of ['"ui"', '"backend"', '"data"', '"db"', '"rabbitmq"', 'keda-operator']) {
      expect(picture).toContain(node);
    }
  });

  test('tells numbers that are true', () => {
    const { environments, report, plan } = synthesize(project, { check: true });
    for (const { name, objects, applicationWaves } of environments) {
      expect(readme).toContain(`  ${name}: ${objects.length} objects, ${applicationWaves.size} applications\n`);
    }
    expect(readme).toContain(`  checks: ${countOf(report, 'warning')} warnings, see`);
    expect(readme).toContain(` ${plan.unchanged + plan.write.length} unchanged`);
    expect(readme).toContain(` ${allRules.length} rules look for what is wrong`);
  });

  test('names the folders that the node needs, and who owns them', () => {
    const objects = readManifests(join(root, 'dist/local')).manifests.map(({ object, path }) => ({ object, path }));
    const folders = nodeFolders(objects as unknown as Parameters<typeof nodeFolders>[0]).get('minikube')!;
    expect(readme).toContain(`sudo mkdir -p ${folders.join(' ')}\n`);

    const claims = new Map<string, string>();
    for (const { object } of objects) {
      const spec = object.spec as { claimRef?: { name: string }; local?: { path: string } } | undefined;
      if (object.kind === 'PersistentVolume') claims.set(spec!.claimRef!.name, spec!.local!.path);
    }
    const owners = new Set<string>();
    for (const { object } of objects) {
      const pod = podOf(object.spec);
      for (const volume of pod?.volumes ?? []) {
        const path = claims.get(volume.persistentVolumeClaim?.claimName ?? '');
        if (path) owners.add(`${path} ${pod!.securityContext.runAsUser}:${pod!.securityContext.fsGroup}`);
      }
    }
    const told = tableRows(readme).filter(([folder]) => folder?.startsWith('`/data/'));
    expect(told.map(([folder, owner]) => `${folder!.replaceAll('`', '')} ${owner}`).sort()).toEqual([...owners].sort());
  });
});

interface PodSpec {
  readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  readonly securityContext: { readonly runAsUser: number; readonly fsGroup: number };
}

function podOf(spec: unknown): PodSpec | undefined {
  const { template, jobTargetRef } = (spec ?? {}) as {
    template?: { spec?: PodSpec };
    jobTargetRef?: { template: { spec: PodSpec } };
  };
  return template?.spec ?? jobTargetRef?.template.spec;
}

describe('every page', () => {
  test('links to files and headings that exist', () => {
    const broken = pages().flatMap((path) =>
      links(path)
        .filter(({ target, heading }) => {
          if (!existsSync(join(root, target))) return true;
          return heading !== '' && !anchors(textOf(target)).includes(heading);
        })
        .map(({ target, heading }) => `${path}: ${target}#${heading}`),
    );
    expect(broken).toEqual([]);
  });

  test('names scripts that exist', () => {
    const known = [...new Set([...scripts('package.json'), ...scripts('examples/shop/package.json'), 'test'])];
    const unknown = pages().flatMap((path) =>
      [...textOf(path).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)]
        .filter(([, name]) => !known.includes(name!))
        .map(([line]) => `${path}: ${line}`),
    );
    expect(unknown).toEqual([]);
  });

  test('is linked from the README, if it stands in docs/ itself', () => {
    const linked = links('README.md').map(({ target }) => target);
    expect(pages().filter((path) => dirname(path) === 'docs' && !linked.includes(path))).toEqual([]);
  });
});

test('the README names every example', () => {
  const linked = links('README.md').map(({ target }) => target.split('/').slice(0, 2).join('/'));
  expect(readdirSync(join(root, 'examples')).filter((name) => !linked.includes(`examples/${name}`))).toEqual([]);
});

test('the README has a row for every script that people run', () => {
  const inner = ['build', 'lint', 'format', 'import', 'lockfile', 'test'];
  const missing = scripts('package.json').filter(
    (name) => !inner.includes(name) && !readme.includes(`| \`npm run ${name}`),
  );
  expect(missing).toEqual([]);
});
