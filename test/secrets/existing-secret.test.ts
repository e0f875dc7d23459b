import { indexOf } from '../../src/render/output-index';
import { Credential, fixed, generated, outside, UserCredential } from '../../src/secrets';
import { WebService } from '../../src/tiers';
import { describeEveryProp, makeProduction, makeSystem, problemsFrom, small } from '../fixtures';

const secretsOf = (test: ReturnType<typeof makeSystem>) => indexOf([test.render().environment]).secrets;

describe('a Secret that somebody else makes', () => {
  test('is referred to by name and key, in the namespace of the Application', () => {
    const { application } = makeSystem();
    expect(Credential.fromSecretName(application, 'token', 'payments.token').key('api-token')).toEqual({
      namespace: 'shop',
      secretName: 'payments.token',
      key: 'api-token',
    });
  });

  test('is emitted by no provider, and stands in the index with the keys that are read', () => {
    const test = makeSystem(makeProduction());
    const token = Credential.fromSecretName(test.application, 'token', 'payments');
    new WebService(test.application, 'web', {
      image: 'web:1.0',
      port: 80,
      resources: small,
      env: { TOKEN: token.key('token'), SALT: token.key('salt') },
    });
    expect(test.render().all('ExternalSecret')).toEqual([]);
    expect(secretsOf(test)).toEqual([
      {
        environment: 'production',
        system: 'shop',
        namespace: 'shop',
        name: 'payments',
        provider: 'external-secrets',
        supply: 'elsewhere',
        keys: [
          { key: 'token', origin: 'outside', description: 'made by others' },
          { key: 'salt', origin: 'outside', description: 'made by others' },
        ],
        usedBy: ['production/shop/shop-app/web/deployment'],
      },
    ]);
  });

  test('may be named in several places, and is one', () => {
    const test = makeSystem();
    Credential.fromSecretName(test.application, 'one', 'payments').key('a');
    Credential.fromSecretName(test.add('other'), 'two', 'payments').key('b');
    expect(secretsOf(test).map(({ name, keys }) => [name, keys.map(({ key }) => key)])).toEqual([
      ['payments', ['a', 'b']],
    ]);
  });

  test('is not ours to promise as well', () => {
    const test = makeSystem();
    Credential.fromSecretName(test.application, 'one', 'payments').key('a');
    new Credential(test.application, 'two', { name: 'payments', keys: { a: outside('a') } });
    expect(problemsFrom(() => test.render())).toBe(
      "local/shop/shop-app/two: Secret 'payments' in namespace 'shop' is promised already, by 'local/shop/shop-app/one': rename one of the Credentials",
    );
  });

  test('leaves the others to their provider', () => {
    const test = makeSystem();
    Credential.fromSecretName(test.application, 'one', 'a').key('a');
    new UserCredential(test.application, 'two', { name: 'b', keys: { username: fixed('u'), password: generated() } });
    expect(secretsOf(test).map(({ name, supply }) => [name, supply])).toEqual([
      ['a', 'elsewhere'],
      ['b', 'create'],
    ]);
  });
});

const login = (keys?: Parameters<typeof UserCredential.fromSecretName>[3]) =>
  UserCredential.fromSecretName(makeSystem().application, 'login', 'db', keys);
test('a login that somebody else makes has the usual keys', () => {
  expect([login().username.key, login().password.key]).toEqual(['username', 'password']);
});
describeEveryProp('UserKeys', {
  username: [() => login({ username: 'user' }).username.key, 'user'],
  password: [() => login({ password: 'pass' }).password.key, 'pass'],
});

describe('such a Secret is refused', () => {
  const { application } = makeSystem();
  test.each<[string, () => unknown, string]>([
    [
      'with an impossible name',
      () => Credential.fromSecretName(application, 'a', 'My_Secret'),
      "a: name 'My_Secret' is not possible for a Secret: use at most 253 lower-case letters, digits, '-' and '.', each part beginning and ending with a letter or digit",
    ],
    [
      'with an impossible key',
      () => Credential.fromSecretName(application, 'b', 'secret').key('a b'),
      "b: Secret 'secret': key 'a b' is not possible, use at most 253 letters, digits, '-', '_' and '.'",
    ],
  ])('%s', (_, build, message) => {
    expect(problemsFrom(build)).toBe(`local/shop/shop-app/${message}`);
  });
});
