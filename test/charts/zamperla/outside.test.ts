import { readFileSync } from 'node:fs';
import { type Any, index, local, production } from './output';

const shortOf = (environment: string) =>
  (index.requirements ?? [])
    .filter((requirement) => requirement.environment === environment)
    .map(({ kind, name }) => `${kind} ${name}`);

test('production writes its issuer and its store, each before those who need it, and lists the rest', () => {
  expect(shortOf('production')).toEqual([
    'DNS name grafana.zamperla.example.com',
    'DNS name zamperla.example.com',
    'Ingress controller ingress-nginx',
    'IngressClass nginx',
    'StorageClass fast',
    'StorageClass files',
    'StorageClass standard',
  ]);
  const waves = new Map(
    (index.applications ?? [])
      .filter(({ environment }) => environment === 'production')
      .map(({ name, wave }) => [name, wave] as const),
  );
  const order = (...names: string[]) => names.map((name) => waves.get(name)!);
  for (const chain of [
    order('cert-manager', 'issuers', 'zamperla-app'),
    order('external-secrets', 'secret-stores', 'zamperla-workers'),
  ]) {
    expect(chain).toEqual([...new Set(chain)].sort((a, b) => a - b));
  }
});

test('the issuer proves hosts through the same controller, and its account has a mail address', () => {
  expect(production.get('ClusterIssuer', 'letsencrypt').object.spec).toEqual({
    acme: {
      email: 'ops@zamperla.example.com',
      server: 'https://acme-v02.api.letsencrypt.org/directory',
      privateKeySecretRef: { name: 'letsencrypt-account-key' },
      solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
    },
  });
});

test('the store serves the namespaces of its Secrets alone, by the account that the operator has', () => {
  const { spec } = production.get('ClusterSecretStore', 'vault').object as { spec: Record<string, never> };
  const outside = production
    .ofKind('ExternalSecret')
    .filter(({ object }) => 'secretStoreRef' in (object.spec as object))
    .map(({ namespace }) => namespace);
  expect(spec).toMatchObject({
    conditions: [{ namespaces: [...new Set(outside)] }],
    provider: {
      vault: {
        auth: { kubernetes: { serviceAccountRef: { name: 'external-secrets', namespace: 'external-secrets' } } },
      },
    },
  });
  const { helm } = (production.get('Application', 'external-secrets').object.spec as Any).source;
  expect(helm.releaseName).toBe('external-secrets');
});

test('the project of both allows them, and what they are rolled out to, alone', () => {
  expect(production.get('AppProject', 'foundation').object.spec).toEqual({
    description: 'Applications of system foundation',
    sourceRepos: ['https://git.example.com/zamperla/gitops.git'],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'argocd' }],
    clusterResourceWhitelist: [
      { group: 'cert-manager.io', kind: 'ClusterIssuer' },
      { group: 'external-secrets.io', kind: 'ClusterSecretStore' },
    ],
    namespaceResourceWhitelist: [],
  });
});

test('the small environment needs nothing that is not in its output', () => {
  expect(shortOf('local')).toEqual([]);
  expect(local.ofKind('ClusterSecretStore')).toEqual([]);
});

test('the page of the first bring-up has the list and the waves as they are', () => {
  const page = readFileSync('docs/bring-up.md', 'utf8');
  const byKind = new Map<string, string[]>();
  for (const { environment, kind, name } of index.requirements ?? []) {
    if (environment === 'production') byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
  }
  for (const [kind, names] of byKind) expect(page).toContain(`      ${kind}: ${names.join(', ')}\n`);
  const waves = new Map<number, string[]>();
  for (const { environment, name, wave } of index.applications ?? []) {
    if (environment === 'production') waves.set(wave, [...(waves.get(wave) ?? []), name]);
  }
  for (const [wave, names] of waves) expect(page).toContain(`\n| ${wave} | ${names.join(', ')} | `);
});
