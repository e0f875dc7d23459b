import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSecretsSeal, type SecretsSealOptions } from '../../src/cluster';
import { readSealedSecrets } from '../../src/secret-providers/sealing';
import { makeSealingPair } from '../secret-providers/sealing/certificate';
import { unseal } from '../secret-providers/sealing/unseal';
import { sampleSecrets, writeSample } from './sample-output';

const { certificate, privateKey } = makeSealingPair();
const output = writeSample({ provider: 'sealed-secrets' });
let environments: string;
let keyFile: string;

beforeEach(() => {
  environments = mkdtempSync(join(tmpdir(), 'environments-'));
  mkdirSync(join(environments, 'certificates'));
  writeFileSync(join(environments, 'certificates', 'local.pem'), certificate);
  writeFileSync(
    join(environments, 'local.yaml'),
    'name: local\nsecrets: { provider: sealed-secrets, certificate: certificates/local.pem }\n',
  );
  keyFile = join(environments, 'id_ed25519');
  writeFileSync(keyFile, Buffer.from([0, 255, 10, 128]));
});
afterEach(() => rmSync(environments, { recursive: true }));
afterAll(() => output.remove());

const seal = (more: Partial<SecretsSealOptions> = {}) =>
  runSecretsSeal({
    environment: 'local',
    dist: output.dist,
    environments,
    fromFile: [`shop/sftp-key/id_ed25519=${keyFile}`],
    ...more,
  });
const folder = () => join(environments, 'sealed', 'local');
const textOf = (name: string) => readFileSync(join(folder(), `sealedsecret.${name}.yaml`), 'utf8');
const unsealed = (name: string, key: string) => {
  const object = readSealedSecrets(folder()).find(({ metadata }) => metadata.name === name);
  return unseal(object?.spec.encryptedData[key] ?? '', privateKey, 'shop', name);
};

describe('sealing', () => {
  test('writes what the private key of the cluster, and nobody else, turns into the Secrets', async () => {
    const { exitCode, output: said } = await seal();
    expect(said.replaceAll(environments, 'environments')).toBe(
      'shop/db-owner: sealed username, password (environments/sealed/local/sealedsecret.db-owner.yaml)\n' +
        'shop/sftp-key: sealed id_ed25519 (environments/sealed/local/sealedsecret.sftp-key.yaml)\n' +
        'everything is sealed: run synth, and commit what changed\n',
    );
    expect(exitCode).toBe(0);
    expect(unsealed('db-owner', 'username').toString()).toBe('owner');
    expect(unsealed('db-owner', 'password').toString()).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(unsealed('sftp-key', 'id_ed25519')).toEqual(Buffer.from([0, 255, 10, 128]));
    expect(said).not.toContain(unsealed('db-owner', 'password').toString());
  });

  test('is for one namespace and name: strict scope has no annotation', async () => {
    await seal();
    const [object] = readSealedSecrets(folder());
    expect(object?.metadata.annotations).toBeUndefined();
    expect(object?.spec.template).toEqual({
      metadata: { name: 'db-owner', namespace: 'shop', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tiers' } },
      type: 'Opaque',
    });
  });

  test('keeps the type that is asked for', async () => {
    const [first, ...others] = sampleSecrets;
    const secrets = [{ ...first!, type: 'kubernetes.io/basic-auth' }, ...others];
    const sample = writeSample({ provider: 'sealed-secrets', secrets });
    await seal({ dist: sample.dist });
    sample.remove();
    expect(readSealedSecrets(folder()).map(({ spec }) => spec.template.type)).toEqual([
      'kubernetes.io/basic-auth',
      'Opaque',
    ]);
  });

  test('leaves what is sealed as it is, byte by byte', async () => {
    await seal();
    const before = textOf('db-owner');
    const { exitCode, output: said } = await seal({ fromFile: [] });
    expect(said).toContain('shop/db-owner: is sealed, left as it is\n');
    expect(exitCode).toBe(0);
    expect(textOf('db-owner')).toBe(before);
  });

  test('seals nothing that somebody else makes', async () => {
    const theirs = { namespace: 'shop', name: 'a-theirs', supply: 'elsewhere', usedBy: [] };
    const keys = [{ key: 'token', origin: 'outside' }];
    const sample = writeSample({ provider: 'sealed-secrets', secrets: [{ ...theirs, keys }, ...sampleSecrets] });
    const { exitCode, output: said } = await seal({ dist: sample.dist });
    sample.remove();
    expect(said).not.toContain('a-theirs');
    expect(exitCode).toBe(0);
    expect(readdirSync(folder())).toEqual(['sealedsecret.db-owner.yaml', 'sealedsecret.sftp-key.yaml']);
  });

  test('renews only what is named', async () => {
    await seal();
    const [owner, sftp] = [unsealed('db-owner', 'password').toString(), textOf('sftp-key')];
    await seal({ renew: ['db-owner'] });
    expect(unsealed('db-owner', 'password').toString()).not.toBe(owner);
    expect(textOf('sftp-key')).toBe(sftp);
  });

  test('adds a key that a sealed Secret lacks, and only if it is told to', async () => {
    await seal();
    const before = unsealed('db-owner', 'password').toString();
    const [owner, sftp] = sampleSecrets;
    const keys = [...(owner?.keys ?? []), { key: 'token', origin: 'generated', length: 8 }];
    const larger = writeSample({ provider: 'sealed-secrets', secrets: [{ ...owner, keys }, { ...sftp }] });
    const refused = await seal({ dist: larger.dist });
    expect(refused.output).toContain('is sealed, but lacks token: left as it is; --add-missing-keys adds them\n');
    expect(refused.exitCode).toBe(1);
    const added = await seal({ dist: larger.dist, addMissingKeys: true });
    larger.remove();
    expect(added.exitCode).toBe(0);
    expect(unsealed('db-owner', 'token').toString()).toMatch(/^[A-Za-z0-9]{8}$/);
    expect(unsealed('db-owner', 'password').toString()).toBe(before);
  });

  test('asks for what comes from outside, and seals the rest', async () => {
    const { exitCode, output: said } = await seal({ fromFile: [] });
    expect(said).toContain(
      'shop/sftp-key: not sealed, values from outside are missing:\n    --from-file shop/sftp-key/id_ed25519=PATH  (private key of the SFTP account)\nnot complete: see above\n',
    );
    expect(exitCode).toBe(1);
    expect(readdirSync(folder())).toEqual(['sealedsecret.db-owner.yaml']);
  });

  test('writes nothing in a dry run', async () => {
    expect((await seal({ dryRun: true })).output).toContain('shop/db-owner: would seal username, password');
    expect(readSealedSecrets(folder())).toEqual([]);
  });
});

describe('wrong input ends with 2', () => {
  test.each<[string, Partial<SecretsSealOptions>, string]>([
    [
      'a Secret that is not needed',
      { renew: ['nothing'] },
      "error: --renew: 'nothing' names no one Secret; allowed: shop/db-owner, shop/sftp-key\n",
    ],
    [
      'no environment file',
      { environments: '/nowhere' },
      'error: /nowhere/local.yaml: there is no such environment file; name the folder with --environments\n',
    ],
  ])('%s', async (_, more, text) => {
    expect(await seal(more)).toEqual({ exitCode: 2, output: text });
  });

  test('an environment without a certificate', async () => {
    writeFileSync(join(environments, 'local.yaml'), 'name: local\nsecrets: { provider: manual }\n');
    const { exitCode, output: said } = await seal();
    expect(said).toBe(
      `error: ${environments}/local.yaml: secrets.provider is 'manual': only 'sealed-secrets' with a certificate seals; name one with --certificate, or change the provider and run synth\n`,
    );
    expect(exitCode).toBe(2);
  });

  test('another provider', async () => {
    const other = writeSample();
    expect((await seal({ dist: other.dist })).output).toBe(
      "error: local: its Secrets come by provider 'manual', nothing is sealed for it\n",
    );
    other.remove();
  });
});
