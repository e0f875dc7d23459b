import { Credential, outside } from '../../src/secrets';
import type { Application } from '../../src/system';
import { makeProject } from '../fixtures/project';

const shop = {
  shop: (app: Application) =>
    void new Credential(app, 'login', { name: 'login', keys: { token: outside('token of the partner') } }),
};
const at = (provider: object) => {
  const test = makeProject(shop);
  const store = { name: 'vault', provider } as never;
  test.environment('local', ['shop'], { secrets: { provider: 'external-secrets', store } });
  return test;
};
const auth = { tokenSecretRef: { name: 'vault', key: 'token', namespace: 'vault' } };

test('a store whose provider is given is written, for the namespaces that need it alone', async () => {
  const test = at({ vault: { server: 'https://vault.example.com', path: 'secret', version: 'v2', auth } });
  const { code, out } = await test.run();
  expect(code).toBe(0);
  expect(out).not.toContain('ClusterSecretStore');
  const { out: findings } = await test.run('check', test.output);
  expect(findings).not.toContain('ref-secret-store');
});

test.each([
  ['a misspelt field', { vault: { sever: 'https://vault.example.com', auth } }, 'vault.sever'],
  ['two at once', { vault: { server: 'https://vault.example.com', auth }, fake: { data: [] } }, 'spec.provider'],
])(
  'a provider with %s is refused by the schema of its definition, and nothing is written',
  async (_, provider, where) => {
    const { code, err } = await at(provider).run();
    expect(code).toBe(1);
    expect(err).toContain('ClusterSecretStore vault spec.provider');
    expect(err).toContain(where);
    expect(err).toContain('nothing was written');
  },
);
