import { z } from 'zod';
import { describeEnvironment } from '../../src/environment/reading';
import { buildTree, environmentForms, type Project, readEnvironments } from '../../src/project';
import { indexOf, renderEnvironment } from '../../src/render';
import { defineSecretProvider } from '../../src/secret-providers';
import { Credential, generated } from '../../src/secrets';
import type { Application } from '../../src/system';
import { vault } from '../docs/ways-out/a-secret-provider-of-your-own';
import { problemsFrom } from '../fixtures';
import { makeProject } from '../fixtures/project';

const shop = {
  shop: (app: Application) => void new Credential(app, 'login', { name: 'login', keys: { token: generated() } }),
};

function projectWith(secrets: Readonly<Record<string, string>>, own: Partial<Project> = {}): Project {
  const test = makeProject(shop, { secretProviders: [vault], ...own });
  test.environment('local', ['shop'], { secrets });
  return test.project;
}

test('a provider of the project is chosen by the file, makes its objects and stands in the index', () => {
  const project = projectWith({ provider: 'vault', mount: 'kv' });
  const rendered = buildTree(project, readEnvironments(project)).map(renderEnvironment);
  const object = rendered[0]!.objects.find(({ object: { kind } }) => kind === 'VaultStaticSecret');
  expect(object).toMatchObject({
    application: 'shop-app',
    object: {
      metadata: { name: 'login', namespace: 'shop', labels: { app: 'shop' } },
      spec: { mount: 'kv', path: 'local/shop/login' },
    },
  });
  expect(indexOf(rendered).secrets).toMatchObject([
    {
      provider: 'vault',
      supply: 'objects',
      source: { group: 'secrets.hashicorp.com', kind: 'VaultStaticSecret', name: 'login' },
    },
  ]);
});

test.each([
  [
    { provider: 'valt', mount: 'kv' },
    "24:13: 'secrets.provider' is 'valt', allowed: 'manual', 'external-secrets', 'sealed-secrets', 'vault'",
  ],
  [{ provider: 'vault' }, "24:3: 'secrets' lacks the key 'mount', allowed: text"],
  [{ provider: 'vault', mount: '' }, "25:10: 'secrets.mount' is '', allowed: at least 1 character"],
  [{ provider: 'vault', mount: 'kv', key: 'x' }, "26:3: unknown key 'key', allowed: mount, provider"],
])('what the file gives it is checked: %j', (secrets, message) => {
  const project = projectWith(secrets);
  expect(problemsFrom(() => readEnvironments(project))).toBe(`${project.environments}/local.yaml:${message}`);
});

test('two providers of one name are an error', () => {
  const project = projectWith({ provider: 'manual' }, { secretProviders: [vault, { ...vault, name: 'manual' }] });
  expect(problemsFrom(() => readEnvironments(project))).toBe(
    "project.secretProviders: two have the name 'manual', give your own another; the library has manual, external-secrets, sealed-secrets",
  );
});

test('its fields stand in the schema and in the table of fields, and a setting of the name of the key does not hide it', () => {
  const odd = { ...vault, name: 'odd', schema: z.strictObject({ provider: z.boolean(), mount: z.string() }) };
  const forms = environmentForms(projectWith({ provider: 'manual' }, { secretProviders: [vault, odd] }));
  const rows = describeEnvironment(forms).split('\n');
  expect(rows).toContain(
    '| `secrets.provider` (provider `vault`) | `vault` | required | Secrets are copied from Vault. |',
  );
  expect(rows).toContain('| `secrets.mount` (provider `vault`) | text | required | Mount of the secrets engine. |');
  expect(rows).toContain('| `secrets.provider` (provider `odd`) | `odd` | required | Secrets are copied from Vault. |');
});

test('a rule of its own between settings is kept', () => {
  const strict = defineSecretProvider({
    name: 'strict',
    title: 'Two settings that differ.',
    schema: z
      .strictObject({ a: z.string(), b: z.string() })
      .refine(({ a, b }) => a !== b, { path: ['b'], error: 'a and b are the same, give two' }),
    create: () => ({ supply: 'elsewhere', createObjects: () => undefined }),
  });
  const project = projectWith({ provider: 'strict', a: 'x', b: 'x' }, { secretProviders: [strict] });
  expect(problemsFrom(() => readEnvironments(project))).toBe(
    `${project.environments}/local.yaml:26:6: a and b are the same, give two`,
  );
});

test('a provider of the project says what it needs, which stands in the index', () => {
  const project = projectWith({ provider: 'vault', mount: 'kv' });
  const { requirements } = indexOf(buildTree(project, readEnvironments(project)).map(renderEnvironment));
  expect(requirements).toEqual([
    {
      environment: 'local',
      kind: 'VaultConnection',
      apiVersion: 'secrets.hashicorp.com/v1beta1',
      namespace: 'shop',
      name: 'default',
      why: 'no Secret is copied',
      mend: 'make it, with the address of Vault',
      neededBy: ['local/shop/shop-app/login'],
    },
  ]);
});
