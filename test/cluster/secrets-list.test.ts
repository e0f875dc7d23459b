import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSecretsList } from '../../src/cluster';
import type { KubernetesObject } from '../../src/kubernetes';
import { FakeCluster, type Script } from './fake-cluster';
import { type SampleOptions, writeSample } from './sample-output';

const made: { remove: () => void }[] = [];
afterAll(() => {
  for (const one of made) one.remove();
});

async function list(
  script: Script,
  options: SampleOptions = {},
  objects: readonly KubernetesObject[] = [owner],
  environments = '/nowhere',
) {
  const cluster = new FakeCluster(script, objects);
  const output = writeSample(options);
  made.push(cluster, output);
  return runSecretsList({ environment: 'local', dist: output.dist, kubectl: cluster.kubectl, environments });
}

const owner = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db-owner', namespace: 'shop' },
  data: { username: 'c2VjcmV0LW5hbWU=', password: 'c2VjcmV0LXZhbHVl' },
};
const details =
  '    username  fixed, given by the manifests\n' +
  '    password  generated, 24 letters and digits\n' +
  '    used by shop/shop-data/db\n';
const sftp = '    id_ed25519  from outside: private key of the SFTP account\n    used by nothing in this output\n';

test('a list says what exists, where each key comes from and who reads it, and no value', async () => {
  const { exitCode, output } = await list({});
  expect(output).toBe(
    'local: 2 Secrets by provider manual; cluster: context kind-test, Kubernetes v1.36.0\n\n' +
      `shop/db-owner: exists\n${details}shop/sftp-key: missing\n${sftp}\n1 of them are missing or incomplete\n`,
  );
  expect(exitCode).toBe(0);
});

test('a Secret without all of its keys is told', async () => {
  const { output } = await list({}, {}, [{ ...owner, data: { username: 'b3du' } }]);
  expect(output).toContain('shop/db-owner: exists, but lacks password\n');
});

test('without a cluster what exists is unknown, and the rest is listed', async () => {
  const { exitCode, output } = await list({ unreachable: true });
  expect(output).toBe(
    'local: 2 Secrets by provider manual; cluster: unknown, none answers (The connection to the server localhost:8080 was refused - did you specify the right host or port?)\n\n' +
      `shop/db-owner: unknown\n${details}shop/sftp-key: unknown\n${sftp}`,
  );
  expect(exitCode).toBe(0);
});

test('sealed Secrets say what is sealed, and what is sealed for nothing', async () => {
  const environments = mkdtempSync(join(tmpdir(), 'environments-'));
  made.push({ remove: () => rmSync(environments, { recursive: true }) });
  const folder = join(environments, 'sealed', 'local');
  mkdirSync(folder, { recursive: true });
  for (const name of ['db-owner', 'old']) {
    writeFileSync(
      join(folder, `sealedsecret.${name}.yaml`),
      `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: ${name}, namespace: shop}\nspec: {encryptedData: {username: AgB0}}\n`,
    );
  }
  const { output } = await list({ unreachable: true }, { provider: 'sealed-secrets' }, [owner], environments);
  expect(output).toContain('shop/db-owner: unknown, sealed without password\n');
  expect(output).toContain('shop/sftp-key: unknown, not sealed\n');
  expect(output).toContain(
    "sealedsecret.old.yaml: seals 'shop/old', which nothing in 'local' needs: remove the file\n",
  );
});

test('an environment without Secrets needs none', async () => {
  expect(await list({}, { secrets: [] })).toEqual({ exitCode: 0, output: 'local: needs no Secrets\n' });
});

test('an unknown environment is told, with those that are there', async () => {
  const output = writeSample();
  made.push(output);
  const result = await runSecretsList({ environment: 'stage', dist: output.dist });
  expect(result).toEqual({
    exitCode: 2,
    output: `error: ${output.dist}/index.json: no environment 'stage' in the output; allowed: local\n`,
  });
});

test('an output that is broken is told, field by field', async () => {
  const output = writeSample();
  made.push(output);
  writeFileSync(join(output.dist, 'index.json'), '{"version":1,"applications":[],"files":[{"path":1}],"secrets":[]}');
  const { exitCode, output: said } = await runSecretsList({ environment: 'local', dist: output.dist });
  expect(said).toContain('files[0].path is 1, it must be text: delete the file and run synth\n');
  expect(exitCode).toBe(2);
});
