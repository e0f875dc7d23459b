import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSecretsCreate } from '../../src/cluster';
import type { KubernetesObject } from '../../src/kubernetes';
import { FakeCluster, type Script } from './fake-cluster';
import { sampleSecrets, writeSample } from './sample-output';

const output = writeSample();
const files = mkdtempSync(join(tmpdir(), 'values-'));
const keyFile = join(files, 'id_ed25519');
writeFileSync(keyFile, 'KEY-FROM-OUTSIDE\nsecond line\n');
const clusters: FakeCluster[] = [];

afterAll(() => {
  output.remove();
  rmSync(files, { recursive: true });
  for (const cluster of clusters) cluster.remove();
});

function cluster(script: Script = {}, objects: readonly KubernetesObject[] = [namespace]): FakeCluster {
  const made = new FakeCluster(script, objects);
  clusters.push(made);
  return made;
}

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const existing = (data: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db-owner', namespace: 'shop', resourceVersion: '7' },
  data,
});
const create = (on: FakeCluster, more: Partial<Parameters<typeof runSecretsCreate>[0]> = {}) =>
  runSecretsCreate({ environment: 'local', dist: output.dist, kubectl: on.kubectl, ...more });
const given = { fromFile: [`shop/sftp-key/id_ed25519=${keyFile}`] };
const decoded = (on: FakeCluster, secret: string, key: string) =>
  Buffer.from(on.object(`Secret/shop/${secret}`)?.data?.[key] ?? '', 'base64').toString();

test('a Secret that somebody else makes is never made here, even when its value is given', async () => {
  const theirs = { namespace: 'shop', name: 'theirs', supply: 'elsewhere', usedBy: [] };
  const keys = [{ key: 'token', origin: 'outside', description: 'made by others' }];
  const sample = writeSample({ secrets: [{ ...theirs, keys }, ...sampleSecrets.slice(0, 1)] });
  const on = cluster();
  const fromFile = [`shop/theirs/token=${keyFile}`];
  const { exitCode, output: said } = await create(on, { dist: sample.dist, fromFile });
  sample.remove();
  expect(said).toBe(
    'cluster: context kind-test, Kubernetes v1.36.0\n' +
      'shop/theirs: lacks token, and is not ours to make: ask its owner\n' +
      'shop/db-owner: made with username, password\n' +
      'not complete: see above\n',
  );
  expect(exitCode).toBe(1);
  expect(on.object('Secret/shop/theirs')).toBeUndefined();
});

test('a namespace that neither cluster nor output has is to be made by hand first', async () => {
  const [first] = sampleSecrets;
  const sample = writeSample({ secrets: [{ ...first!, namespace: 'mail' }] });
  const { exitCode, output: said } = await create(cluster(), { dist: sample.dist, dryRun: true });
  sample.remove();
  expect(said).toBe(
    'cluster: context kind-test, Kubernetes v1.36.0\n' +
      'namespace mail: not there, and not in the output: run `kubectl create namespace mail`\n' +
      'mail/db-owner: would get username, password\n' +
      'not complete: see above\n',
  );
  expect(exitCode).toBe(1);
});

describe('a cluster without Secrets', () => {
  test('gets random values of the given length, fixed ones as they are, outside ones byte by byte', async () => {
    const on = cluster();
    const { exitCode, output: said } = await create(on, given);
    expect(said).toBe(
      'cluster: context kind-test, Kubernetes v1.36.0\n' +
        'shop/db-owner: made with username, password\n' +
        'shop/sftp-key: made with id_ed25519\n' +
        'nothing is missing\n',
    );
    expect(exitCode).toBe(0);
    expect(decoded(on, 'db-owner', 'username')).toBe('owner');
    expect(decoded(on, 'db-owner', 'password')).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(decoded(on, 'sftp-key', 'id_ed25519')).toBe('KEY-FROM-OUTSIDE\nsecond line\n');
    const object = on.object('Secret/shop/db-owner');
    expect(object?.metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'cdk8s-tiers' });
    expect(object).not.toHaveProperty('stringData');
  });

  test('gets them in the type that is asked for, else in none of its own', async () => {
    const [first, ...others] = sampleSecrets;
    const sample = writeSample({ secrets: [{ ...first!, type: 'kubernetes.io/basic-auth' }, ...others] });
    const on = cluster();
    await create(on, { ...given, dist: sample.dist });
    sample.remove();
    expect(on.object('Secret/shop/db-owner')?.type).toBe('kubernetes.io/basic-auth');
    expect(on.object('Secret/shop/sftp-key')?.type).toBe('Opaque');
  });

  test('no value is ever an argument or a line of output', async () => {
    const on = cluster();
    // A program of its own, as it is run for real: arguments and standard input are what it gets.
    const { output: said } = await create(on, { ...given, kubectl: { program: on.program } });
    const values = [decoded(on, 'db-owner', 'password'), 'KEY-FROM-OUTSIDE'];
    const shown = [said, ...on.calls.flatMap(({ args }) => args)].join('\n');
    for (const value of values) {
      expect(shown).not.toContain(value);
      expect(shown).not.toContain(Buffer.from(value).toString('base64').slice(0, 12));
    }
  });

  test('two runs make two different passwords', async () => {
    const [one, two] = [cluster(), cluster()];
    await create(one, given);
    await create(two, given);
    expect(decoded(one, 'db-owner', 'password')).not.toBe(decoded(two, 'db-owner', 'password'));
  });

  test('what comes from outside is asked for, never invented', async () => {
    const on = cluster();
    const { exitCode, output: said } = await create(on);
    expect(said).toContain(
      'shop/sftp-key: not made, values from outside are missing:\n' +
        '    --from-file shop/sftp-key/id_ed25519=PATH  (private key of the SFTP account)\n',
    );
    expect(exitCode).toBe(1);
    expect(on.object('Secret/shop/db-owner')).toBeDefined();
    expect(on.object('Secret/shop/sftp-key')).toBeUndefined();
  });

  test('its namespace is taken from the output first', async () => {
    const on = cluster({}, []);
    const { exitCode, output: said } = await create(on, given);
    expect(said).toContain('namespace shop: made\n');
    expect(exitCode).toBe(0);
  });

  test('a dry run makes nothing', async () => {
    const on = cluster({}, []);
    const { exitCode, output: said } = await create(on, { ...given, dryRun: true });
    expect(said).toContain('namespace shop: would be made\nshop/db-owner: would get username, password\n');
    expect(exitCode).toBe(0);
    expect(on.callsOf('create')).toEqual([]);
    expect(on.callsOf('apply')).toEqual([]);
  });
});

describe('a cluster with Secrets', () => {
  test('a second run touches nothing', async () => {
    const on = cluster();
    await create(on, given);
    const before = on.object('Secret/shop/db-owner');
    const { exitCode, output: said } = await create(on);
    expect(said).toContain('shop/db-owner: exists, left as it is\nshop/sftp-key: exists, left as it is\n');
    expect(exitCode).toBe(0);
    expect(on.object('Secret/shop/db-owner')).toEqual(before);
    expect(on.callsOf('create')).toHaveLength(2);
  });

  test('one that lacks a key is left as it is', async () => {
    const on = cluster({}, [namespace, existing({ username: 'b3duZXI=' })]);
    const { exitCode, output: said } = await create(on, given);
    expect(said).toContain('shop/db-owner: exists, but lacks password: left as it is; --add-missing-keys adds them\n');
    expect(exitCode).toBe(1);
    expect(on.object('Secret/shop/db-owner')?.data).toEqual({ username: 'b3duZXI=' });
  });

  test('--add-missing-keys adds the key, keeps the others, and does not overwrite a change in between', async () => {
    const on = cluster({}, [namespace, existing({ username: 'a2VwdA==', other: 'b3RoZXI=' })]);
    const { exitCode, output: said } = await create(on, { ...given, addMissingKeys: true });
    expect(said).toContain('shop/db-owner: got password\n');
    expect(exitCode).toBe(0);
    expect(on.object('Secret/shop/db-owner')?.data).toMatchObject({ username: 'a2VwdA==', other: 'b3RoZXI=' });
    expect(decoded(on, 'db-owner', 'password')).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(JSON.parse(on.callsOf('replace')[0]?.input ?? '{}').metadata.resourceVersion).toBe('7');
  });

  test('what the server refuses is told, and the rest is made', async () => {
    const message = 'secrets "db-owner" is forbidden: exceeded quota';
    const on = cluster({ refuse: { 'Secret/db-owner': { reason: 'Forbidden', message } } });
    const { exitCode, output: said } = await create(on, given);
    expect(said).toContain(`shop/db-owner: not made: Error from server (Forbidden): ${message}\n`);
    expect(said).toContain('shop/sftp-key: made with id_ed25519\n');
    expect(exitCode).toBe(1);
  });
});

describe('wrong input ends with 2 and makes nothing', () => {
  const empty = join(files, 'empty');
  writeFileSync(empty, '');
  test.each([
    ['a value without a key', 'text', "error: --from-file: 'text' is no namespace/name/key=PATH\n"],
    [
      'a key that is generated',
      `shop/db-owner/password=${keyFile}`,
      "error: --from-file: 'shop/db-owner/password' is no key that comes from outside; allowed: shop/sftp-key/id_ed25519\n",
    ],
    [
      'a file that is not there',
      'shop/sftp-key/id_ed25519=/nowhere',
      "error: --from-file: '/nowhere' can't be read: ENOENT\n",
    ],
    ['an empty file', `shop/sftp-key/id_ed25519=${empty}`, `error: --from-file: '${empty}' is empty\n`],
  ])('%s', async (_, fromFile, text) => {
    const on = cluster();
    expect(await create(on, { fromFile: [fromFile] })).toEqual({ exitCode: 2, output: text });
    expect(on.calls).toEqual([]);
  });

  test('keys that may come from outside are told in their order', async () => {
    const key = (name: string) => ({ key: name, origin: 'outside', description: 'made by others' });
    const theirs = { namespace: 'shop', supply: 'create', usedBy: [] };
    const sample = writeSample({
      secrets: [
        { ...theirs, name: 'mail', keys: [key('token'), key('account')] },
        { ...theirs, name: 'bank', keys: [key('token')] },
      ],
    });
    const given = await create(cluster(), { dist: sample.dist, fromFile: [`shop/post/token=${keyFile}`] });
    sample.remove();
    expect(given.output).toBe(
      "error: --from-file: 'shop/post/token' is no key that comes from outside; allowed: shop/bank/token, shop/mail/account, shop/mail/token\n",
    );
  });

  test('no cluster', async () => {
    const on = cluster({ unreachable: true });
    expect(await create(on)).toEqual({
      exitCode: 2,
      output:
        'error: kubectl: no cluster answers: The connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
    });
  });

  test('no kubectl', async () => {
    const result = await create(cluster(), { kubectl: { program: ['/nowhere/kubectl'] } });
    expect(result).toEqual({
      exitCode: 2,
      output: 'error: /nowhere/kubectl: there is no such program; install kubectl or put it on the PATH\n',
    });
  });

  test('another provider', async () => {
    const other = writeSample({ provider: 'external-secrets' });
    const { exitCode, output: said } = await create(cluster(), { dist: other.dist });
    other.remove();
    expect(said).toBe(
      "error: local: its Secrets come by provider 'external-secrets', only those of 'manual' are made here; see what it needs with `secrets list`\n",
    );
    expect(exitCode).toBe(2);
  });
});

test('a value of one line that ends in a line break is told', async () => {
  const file = join(files, 'line');
  writeFileSync(file, 'password\n');
  const { output: said } = await create(cluster(), { fromFile: [`shop/sftp-key/id_ed25519=${file}`] });
  expect(said).toContain(
    'note: the file for shop/sftp-key/id_ed25519 ends in a line break, which becomes part of the value\n',
  );
});
