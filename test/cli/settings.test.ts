import { dirname, join } from 'node:path';
import type { Rule } from '../../src/checks';
import { KubeObject } from '../../src/kubernetes';
import { contentOf, makeFolder, putFiles } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';

const noSettings: Rule = {
  id: 'no-settings',
  title: 'a ConfigMap of settings',
  severity: 'error',
  why: 'settings belong to the image here',
  mend: 'build them in',
  *check(context) {
    for (const entry of context.ofKind('/ConfigMap')) yield { entry, field: 'data' };
  },
};
const makeShop = (own: Parameters<typeof makeProject>[1] = {}) => {
  const test = makeProject(
    {
      shop: (application) =>
        void new KubeObject(application, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' }, () => ({
          data: { mode: 'a' },
        })),
    },
    own,
  );
  test.environment('local', ['shop']);
  return test;
};
const config = (text: string): string => join(makeFolder({ 'settings.yaml': text }), 'settings.yaml');

test('synth holds the rules of the project, and writes nothing if one finds an error', async () => {
  const test = makeShop({ rules: [noSettings] });
  const { code, err } = await test.run('synth');
  expect(code).toBe(1);
  expect(err).toContain(
    'ConfigMap shop/settings data: a ConfigMap of settings; settings belong to the image here; build them in',
  );
  expect(contentOf(dirname(test.output))).not.toHaveProperty('dist/');
});

test('synth and check take the settings of a file', async () => {
  const test = makeShop({ rules: [noSettings] });
  const off = config("severities: {no-settings: 'off'}\n");
  expect(await test.run('synth', '--config', off)).toMatchObject({ code: 0 });
  expect(await test.run('check', test.output, '--severity', 'error')).toMatchObject({ code: 1 });
  const checked = await test.run('check', test.output, '--severity', 'error', '--config', off);
  expect(checked).toMatchObject({ code: 0, out: expect.stringContaining(', 1 rule switched off\n') });
});

test('synth tells what is wrong in the settings together with what is wrong in environments', async () => {
  const test = makeShop({ severities: { 'ref-secrets': 'off' } });
  test.environment('production', ['shops']);
  const { code, err } = await test.run('synth');
  expect(code).toBe(2);
  expect(err).toContain("severities: ref-secrets: there is no rule 'ref-secrets', did you mean 'ref-secret'?");
  expect(err).toContain("unknown system 'shops', did you mean 'shop'?");
});

test('what an environment file states exists outside is known wherever the output goes', async () => {
  const login = { apiVersion: 'keda.sh/v1alpha1', kind: 'TriggerAuthentication', name: 'login' };
  const secretTargetRef = [{ parameter: 'password', name: 'keys', key: 'password' }];
  const test = makeProject({
    shop: (application) => void new KubeObject(application, 'login', login, () => ({ spec: { secretTargetRef } })),
  });
  test.environment('local', ['shop']);
  expect(await test.run('synth')).toMatchObject({ code: 1, err: expect.stringContaining('(shop/keys)') });
  const external = { secrets: [{ namespace: 'shop', name: 'keys', keys: ['password'] }] };
  test.environment('local', ['shop'], { external });
  expect(await test.run('synth')).toMatchObject({ code: 0 });
  expect(JSON.parse(contentOf(test.output)['index.json']!).environments).toMatchObject([{ external }]);
  expect((await test.run('check', test.output)).out).not.toContain('(shop/keys)');
});

test('diff judges by the rows of the project', async () => {
  const test = makeShop({
    changeRules: {
      fields: [
        {
          id: 'mode-changed',
          kinds: ['/ConfigMap'],
          fields: ['data.mode'],
          verdict: 'BLOCK',
          consequence: 'the shop closes',
          procedure: '',
        },
      ],
    },
  });
  const configMap = (mode: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {mode: ${mode}}\n`;
  const folder = makeFolder({ 'old/a.yaml': configMap('a') });
  putFiles(folder, { 'new/a.yaml': configMap('b') });
  const diff = await test.run('diff', '--from', join(folder, 'old'), '--to', join(folder, 'new'));
  expect(diff).toMatchObject({ code: 1, out: expect.stringContaining('the shop closes') });
});

test('schema writes the schema of the settings beside them, also without environments', async () => {
  const folder = makeFolder({ 'cdk8s-tiers.yaml': 'severities: {}\n' });
  const before = process.cwd();
  process.chdir(folder);
  try {
    const test = makeProject({}, {});
    expect(await test.run('schema')).toMatchObject({ code: 0, out: 'cdk8s-tiers.schema.json: written\n' });
    expect(await test.run('schema')).toMatchObject({ code: 0, out: 'cdk8s-tiers.schema.json: up to date\n' });
  } finally {
    process.chdir(before);
  }
  expect(JSON.parse(contentOf(folder)['cdk8s-tiers.schema.json']!).properties).toHaveProperty('severities');
});
