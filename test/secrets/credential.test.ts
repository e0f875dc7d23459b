import { Credential, type CredentialProps, fixed, generated, outside, UserCredential } from '../../src/secrets';
import { describeEveryProp, makeEnvironment, makeProduction, makeSystem, problemsFrom, renderOne } from '../fixtures';

const sealed = () => makeEnvironment({ secrets: { provider: 'sealed-secrets', certificate: 'cluster.pem' } });
const user = { username: fixed('shop'), password: generated() };
const partner = {
  'key.pem': outside('key of the partner'),
  'key-pem': outside('old key'),
  '2fa': outside('seed'),
  name: fixed('us'),
};
const render = (keys: CredentialProps<string>['keys'], environment = makeProduction()) =>
  renderOne((application) => new Credential(application, 'credential', { name: 'login', keys }), environment);

describe('a generated credential', () => {
  test('is one password, one ExternalSecret and one Secret, made once and kept', () => {
    const { names, get } = render(user);
    expect(names()).toEqual([
      'ExternalSecret login',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'Password login',
    ]);
    expect(get('ExternalSecret')).toMatchSnapshot('ExternalSecret');
    expect(get('Password').spec).toEqual({ length: 32, digits: 8, symbols: 0, noUpper: false, allowRepeat: true });
  });

  test('is guarded against everything that would make a new one', () => {
    const { get } = render(user);
    for (const kind of ['ExternalSecret', 'Password']) {
      expect(get(kind).metadata.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      });
    }
    expect(get('ExternalSecret').spec).toMatchObject({
      refreshPolicy: 'CreatedOnce',
      target: { creationPolicy: 'Orphan', deletionPolicy: 'Retain', immutable: true },
    });
    expect(get('ExternalSecret').spec.dataFrom).toHaveLength(1);
  });

  test('comes one wave after what generates it', () => {
    const { get } = render(user);
    const wave = (kind: string) => Number(get(kind).metadata.annotations['argocd.argoproj.io/sync-wave']);
    expect(wave('ExternalSecret') - wave('Password')).toBe(1);
  });

  test('gives the Secret labels of its own: no annotation of Argo CD is copied', () => {
    expect(render(user).get('ExternalSecret').spec.target.template.metadata).toEqual({
      labels: { app: 'shop', 'app.kubernetes.io/managed-by': 'cdk8s-tiers' },
    });
  });

  test('has the length that was asked for', () => {
    expect(render({ cookie: generated(48) }).get('Password').spec).toMatchObject({ length: 48, digits: 12 });
  });
});

describe('the store of a credential from outside', () => {
  const at = (store: Record<string, string | object>) =>
    makeProduction({ secrets: { provider: 'external-secrets', store: { name: 'vault', ...store } as never } });

  const stores = (...given: Parameters<typeof render>) =>
    render(...given).environment.requirements.filter(({ kind }) => kind !== 'operator');

  test('has to be there, if nobody writes it', () => {
    expect(stores({ token: outside('token') })).toEqual([
      {
        kind: 'ClusterSecretStore',
        apiVersion: 'external-secrets.io/v1',
        name: 'vault',
        why: 'the Secrets that come from it are never made, and pods wait for them',
        mend: 'make it, or let it be written: give secrets.store.provider',
        neededBy: ['production/shop/shop-app/credential'],
      },
    ]);
  });

  test('is one of the namespace, if the file says so', () => {
    expect(stores({ token: outside('token') }, at({ kind: 'SecretStore' }))).toMatchObject([
      { kind: 'SecretStore', namespace: 'shop', name: 'vault', mend: 'make it' },
    ]);
  });

  test('is needed by no generated one', () => {
    expect(stores(user)).toEqual([]);
  });

  test('can be written for the whole cluster alone', () => {
    expect(problemsFrom(() => at({ kind: 'SecretStore', provider: { fake: {} } }))).toMatch(
      /^environments\/production\.yaml:\d+:\d+: a store that is written serves the whole cluster, take the key 'kind' out, or make the SecretStores yourself$/,
    );
  });
});

describe('a credential from outside', () => {
  test('is refreshed from the store, each key under a name of its own', () => {
    const { get, all } = render(partner);
    expect(all('Password')).toEqual([]);
    expect(get('ExternalSecret')).toMatchSnapshot('ExternalSecret');
    const { data, target } = get('ExternalSecret').spec;
    const names = data.map(({ secretKey }: { secretKey: string }) => secretKey);
    expect(new Set(names).size).toBe(3);
    for (const name of names) {
      expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
      expect(Object.values(target.template.data)).toContain(`{{ .${name} }}`);
    }
  });

  test('is looked up by prefix, namespace and name', () => {
    expect(render({ token: outside('token') }).get('ExternalSecret').spec).toMatchObject({
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      data: [{ remoteRef: { key: 'production/shop/login', property: 'token' } }],
    });
  });
});

test.each([
  ['manual', makeEnvironment, {}],
  ['sealed-secrets', sealed, { source: { group: 'bitnami.com', kind: 'SealedSecret', name: 'login' } }],
])('the provider %s emits nothing, and the Secret is promised all the same', (provider, environment, source) => {
  for (const keys of [user, partner]) {
    const tree = render(keys, environment());
    expect(tree.names()).toEqual(['NetworkPolicy allow-dns', 'NetworkPolicy default-deny']);
    expect(tree.environment.provider).toBe(provider);
    expect(tree.environment.secrets).toEqual([
      {
        namespace: 'shop',
        name: 'login',
        keys,
        system: 'shop',
        constructPath: 'local/shop/shop-app/credential',
        ...source,
      },
    ]);
  }
});

test('no provider puts a value that is secret into the output', () => {
  for (const environment of [makeEnvironment(), makeProduction(), sealed()]) {
    const text = JSON.stringify(render(user, environment).objects);
    expect(text).not.toMatch(/"stringData"|"kind":"Secret"/);
  }
});

describe('a key of a credential', () => {
  test('is a reference that knows its namespace', () => {
    const credential = new UserCredential(makeSystem().application, 'login', { name: 'login', keys: user });
    expect(credential.password).toEqual({ namespace: 'shop', secretName: 'login', key: 'password' });
    expect(credential.username.key).toBe('username');
    expect(credential.secretName).toBe('login');
  });

  test('that is not there is told', () => {
    const credential: Credential = new UserCredential(makeSystem().application, 'login', { name: 'login', keys: user });
    expect(problemsFrom(() => credential.key('token'))).toBe(
      "local/shop/shop-app/login: Secret 'login' has no key 'token', its keys are username, password",
    );
  });
});

describeEveryProp('CredentialProps', {
  name: [() => render(user).get('ExternalSecret').spec.target.name, 'login'],
  keys: [
    () => render(user).get('ExternalSecret').spec.target.template.data,
    { username: 'shop', password: '{{ .password }}' },
  ],
  type: [
    () =>
      [user, partner].map((keys: CredentialProps<string>['keys']) => {
        const tree = renderOne((application) => {
          new Credential(application, 'login', { name: 'login', keys, type: 'kubernetes.io/basic-auth' });
        }, makeProduction());
        return tree.get('ExternalSecret').spec.target.template.type;
      }),
    ['kubernetes.io/basic-auth', 'kubernetes.io/basic-auth'],
  ],
});

describe('a credential is refused', () => {
  test.each<[string, CredentialProps<string>['keys'], string]>([
    [
      'with two generated keys',
      { a: generated(), b: generated() },
      "Secret 'login' has 2 generated keys, one is allowed: make a Credential for each",
    ],
    [
      'with keys made here and from outside',
      { a: generated(), b: outside('token') },
      "Secret 'login' mixes generated keys with keys from outside: make a Credential for each",
    ],
    [
      'with nothing secret in it',
      { a: fixed('x') },
      "Secret 'login' holds nothing secret, make one of its keys generated or from outside",
    ],
    [
      'with an impossible key',
      { 'a b': generated() },
      "Secret 'login': key 'a b' is not possible, use at most 253 letters, digits, '-', '_' and '.'",
    ],
    [
      'with a password that can be guessed',
      { a: generated(8) },
      "Secret 'login': a generated value of 8 characters is not possible, give a whole number from 16 to 256",
    ],
    [
      'with half a character',
      { a: generated(20.5) },
      "Secret 'login': a generated value of 20.5 characters is not possible, give a whole number from 16 to 256",
    ],
  ])('%s', (_, keys, message) => {
    for (const environment of [makeEnvironment(), makeProduction()]) {
      expect(problemsFrom(() => render(keys, environment))).toBe(
        `${environment.name}/shop/shop-app/credential: ${message}`,
      );
    }
  });

  test('with an impossible name', () => {
    expect(problemsFrom(() => new Credential(makeSystem().application, 'c', { name: 'My_Secret', keys: user }))).toBe(
      "local/shop/shop-app/c: name 'My_Secret' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    );
  });
});
