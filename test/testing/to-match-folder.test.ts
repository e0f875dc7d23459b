import 'cdk8s-tiers/testing/jest';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { synthInto } from 'cdk8s-tiers/testing';
import { KubeObject } from '../../src/kubernetes';
import type { Application } from '../../src/system';
import { contentOf, putFiles } from '../fixtures/folder';
import { makeProject, type TestProject } from '../fixtures/project';

const configs = (application: Application, settings: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(settings))
    new KubeObject(application, name, { apiVersion: 'v1', kind: 'ConfigMap', name }, () => ({ data: { key: value } }));
};

/** A project with two systems in two environments, written; what `shop` holds can be changed then. */
async function written() {
  const shop: Record<string, string> = { web: 'old' };
  const test = makeProject({
    shop: (application) => configs(application, shop),
    books: (application) => configs(application, { ledger: 'one' }),
  });
  for (const name of ['local', 'staging']) test.environment(name, ['shop', 'books']);
  expect((await test.run('synth')).err).toBe('');
  return { ...test, shop };
}

/** The text that the matcher fails with, folder names left out. */
function failure({ project, output }: Pick<TestProject, 'project' | 'output'>, part = {}): string {
  try {
    expect(synthInto(project, part)).toMatchFolder(output);
  } catch (error) {
    return stripVTControlCharacters((error as Error).message).replaceAll(output, 'dist');
  }
  return 'it matches';
}

describe('toMatchFolder', () => {
  test('is content with what synth has written, whole and in parts', async () => {
    const { project, output } = await written();
    const rendered = synthInto(project);
    expect(rendered).toMatchFolder(output);
    expect(rendered.parts).toHaveLength(6);
    for (const part of rendered.parts) expect(rendered.part(part)).toMatchFolder(output);
  });

  test('says of each file what differs, and shows the lines', async () => {
    const test = await written();
    rmSync(join(test.output, 'staging/shop-app/configmap.web.yaml'));
    test.shop.web = 'new';
    expect(failure(test)).toBe(
      [
        'dist is not what is rendered, `npm run synth` updates it',
        '  different: local/shop-app/configmap.web.yaml',
        '  missing: staging/shop-app/configmap.web.yaml',
        '',
        'local/shop-app/configmap.web.yaml',
        '- in dist',
        '+ rendered',
        '',
        '@@ -7,7 +7,7 @@',
        '      app: shop',
        '      app.kubernetes.io/managed-by: cdk8s-tiers',
        '    annotations:',
        "      argocd.argoproj.io/sync-wave: '0'",
        '  data:',
        '-   key: old',
        '+   key: new',
        '',
        '',
      ].join('\n'),
    );
  });

  test('tells files that are no longer made from manifests that synth never made', async () => {
    const test = await written();
    delete test.shop.web;
    test.shop.api = 'old';
    putFiles(test.output, { 'local/shop-app/service.mine.yaml': 'kind: Service\n', 'local/notes.md': 'mine' });
    expect(failure(test).split('\n').slice(0, 9)).toEqual([
      'dist is not what is rendered, `npm run synth` updates it',
      '  different: index.json',
      '  missing: local/shop-app/configmap.api.yaml',
      '  extra: local/shop-app/configmap.web.yaml',
      '  foreign: local/shop-app/service.mine.yaml, delete it by hand',
      '  missing: staging/shop-app/configmap.api.yaml',
      '  extra: staging/shop-app/configmap.web.yaml',
      '',
      'index.json',
    ]);
  });

  test('looks at the part alone that was rendered', async () => {
    const test = await written();
    test.shop.web = 'new';
    putFiles(test.output, { 'staging/mine.yaml': 'kind: Service\n' });
    expect(failure(test, { system: 'books' })).toBe('it matches');
    expect(failure(test, { environment: 'local', system: 'books' })).toBe('it matches');
    expect(failure(test, { environment: 'local' })).toMatch(/updates it\n {2}different: local\/shop-app\/[^ ]+\n\n/);
    expect(failure(test, { environment: 'staging' })).toContain('foreign: staging/mine.yaml');
  });

  test('shows the lines of five files, and names the others', async () => {
    const test = await written();
    rmSync(test.output, { recursive: true });
    for (const name of 'abcdefg') test.shop[name] = 'old';
    await test.run('synth');
    for (const name of 'abcdefg') test.shop[name] = 'new';
    const text = failure(test, { environment: 'local' });
    expect(text.match(/different: /g)).toHaveLength(7);
    expect(text.match(/\+ rendered/g)).toHaveLength(5);
  });

  test('names every file as missing where there is no folder yet', async () => {
    const test = await written();
    rmSync(test.output, { recursive: true });
    const count = synthInto(test.project).files.size;
    expect(failure(test).match(/ {2}missing: /g)).toHaveLength(count + 1);
    expect(contentOf(join(test.output, '..'))).not.toHaveProperty('dist/');
  });

  test('fails where synth would refuse to write, with the findings', async () => {
    const test = makeProject({
      shop: (application) => {
        const name = 'web';
        const spec = { selector: { app: name }, ports: [{ port: 80 }] };
        new KubeObject(application, name, { apiVersion: 'v1', kind: 'Service', name }, () => ({ spec }));
      },
    });
    test.environment('local', ['shop']);
    expect(failure(test)).toMatch(/^synth would write nothing into dist\n\n[\s\S]*selector-service-none/);
  });

  test('can be turned round, and takes nothing but an output', async () => {
    const test = await written();
    expect(() => expect(synthInto(test.project)).not.toMatchFolder(test.output)).toThrow(
      `${test.output} is what is rendered`,
    );
    expect(() => expect('dist').toMatchFolder('dist')).toThrow(
      'toMatchFolder compares what synthInto gives, not string',
    );
  });
});

test('the matcher says what to do where there is no expect', () => {
  const own = expect;
  Object.assign(globalThis, { expect: undefined });
  try {
    own(() => jest.isolateModules(() => require('../../src/testing/jest'))).toThrow(
      "cdk8s-tiers/testing/jest adds matchers to a global `expect`, and there is none: import it in a test, or pass { toMatchFolder } of 'cdk8s-tiers/testing' to your own expect.extend",
    );
  } finally {
    Object.assign(globalThis, { expect: own });
  }
});
