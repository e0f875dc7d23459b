import type { IEndpoint, Parts } from '../../src/endpoints';
import { type ClientEnv, clientVariables } from '../../src/endpoints';
import { foreignPods } from '../../src/topology';
import { problemsFrom } from '../fixtures';

const key = (name: string) => ({ namespace: 'shop', secretName: 'login', key: name });
const [user, password] = [key('user'), key('password')];
const parts: Parts = {
  host: 'db',
  port: '5432',
  database: 'sales',
  user,
  password,
  accessKeyId: 'me',
  token: undefined,
  url: { template: 'pg://{user}:{password}@{host}:{port}' },
};
const endpoint = (given: Partial<IEndpoint> = {}): IEndpoint => ({
  name: 'orders-db',
  target: foreignPods('far', {}),
  ports: [{ port: 5432 }],
  parts,
  ...given,
});
const variables = (env: ClientEnv, given?: Partial<IEndpoint>) =>
  clientVariables('local/a/b/web', endpoint(given), env);
const problems = (env: ClientEnv, given?: Partial<IEndpoint>) => problemsFrom(() => variables(env, given));

describe('a prefix', () => {
  test('gives every part that the endpoint has, in its order', () => {
    expect(variables('DB')).toEqual([
      ['DB_HOST', 'db'],
      ['DB_PORT', '5432'],
      ['DB_NAME', 'sales'],
      ['DB_USER', user],
      ['DB_PASSWORD', password],
      ['DB_ACCESS_KEY_ID', 'me'],
      ['DB_URL', 'pg://$(DB_USER):$(DB_PASSWORD)@db:5432'],
    ]);
  });

  test('gives the default parts alone where the endpoint says them, in their order', () => {
    const defaultParts = ['port', 'token', 'host'];
    expect(variables('DB', { defaultParts })).toEqual([
      ['DB_PORT', '5432'],
      ['DB_HOST', 'db'],
    ]);
  });

  test('is no variable with `false`', () => {
    expect(variables(false)).toEqual([]);
  });
});

describe('names of the client', () => {
  test.each<[string, ClientEnv, [string, unknown][]]>([
    ['nothing', {}, []],
    [
      'parts',
      { PGPASSWORD: 'password', PGHOST: 'host' },
      [
        ['PGPASSWORD', password],
        ['PGHOST', 'db'],
      ],
    ],
    [
      'texts with parts',
      { ADDRESS: '{host}:{port}', JSON: '{"at":{"host":"{host}"}}' },
      [
        ['ADDRESS', 'db:5432'],
        ['JSON', '{"at":{"host":"db"}}'],
      ],
    ],
    [
      'names in braces that are meant as they stand',
      { DSN: 'Driver={{PostgreSQL}};{host}' },
      [['DSN', 'Driver={PostgreSQL};db']],
    ],
    [
      'texts with keys of Secrets, which become variables of their own before them',
      { DSN: '{user}/{password}@{host}', HOST: 'host' },
      [
        ['DSN_USER', user],
        ['DSN_PASSWORD', password],
        ['DSN', '$(DSN_USER)/$(DSN_PASSWORD)@db'],
        ['HOST', 'db'],
      ],
    ],
    [
      'texts with keys of Secrets that another variable holds',
      { DSN: '{password}@{host}', SECRET: 'password' },
      [
        ['DSN', '$(SECRET)@db'],
        ['SECRET', password],
      ],
    ],
    [
      'texts with a field of the pod',
      { WHO: 'me-{pod}' },
      [
        ['WHO_POD', { field: 'metadata.name' }],
        ['WHO', 'me-$(WHO_POD)'],
      ],
    ],
    [
      'texts with a part that is made of others, which Kubernetes puts in',
      { DSN: '{url}?sslmode=require' },
      [
        ['DSN_USER', user],
        ['DSN_PASSWORD', password],
        ['DSN', 'pg://$(DSN_USER):$(DSN_PASSWORD)@db:5432?sslmode=require'],
      ],
    ],
    [
      'a part that is made of texts alone, in its place',
      { PLACE: 'place', HOST: 'host' },
      [
        ['PLACE', 'db:5432'],
        ['HOST', 'db'],
      ],
    ],
  ])('hold %s', (_, env, expected) => {
    const more = { ...parts, pod: { field: 'metadata.name' }, place: { template: '{host}:{port}' } };
    expect(variables(env, { parts: more })).toEqual(expected);
  });

  test('ask for parts that the endpoint has, or are told all that they may ask for', () => {
    const all = 'its parts are host, port, database, user, password, accessKeyId, url';
    expect(problems({ A: 'hots', B: '{host}:{prot}:{prot}', C: 'token', D: 'toString', E: 'host' })).toBe(
      [
        `variable 'A' asks for part 'hots' of 'orders-db', ${all}`,
        `variable 'B' asks for part 'prot' of 'orders-db', ${all}`,
        `variable 'C' asks for part 'token' of 'orders-db', ${all}`,
        `variable 'D' asks for part 'toString' of 'orders-db', ${all}`,
      ]
        .map((message) => `local/a/b/web: ${message}`)
        .join('\n'),
    );
    expect(problems({ A: 'host' }, { parts: {} })).toBe(
      "local/a/b/web: variable 'A' asks for part 'host' of 'orders-db', it has no parts",
    );
  });

  test('are refused a part that is made of itself', () => {
    const circular = { url: { template: 'a{path}' }, path: { template: 'b{url}' } };
    expect(problems({ A: 'url' }, { parts: circular })).toBe(
      "local/a/b/web: part 'url' of 'orders-db' is made of itself, give it another template",
    );
  });
});
