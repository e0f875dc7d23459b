import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemsError } from '../../../src/problem';
import {
  readSealedSecrets,
  readSealingKey,
  sealedFileName,
  sealingProblems,
} from '../../../src/secret-providers/sealing';
import { makeSealingPair } from './certificate';

const root = mkdtempSync(join(tmpdir(), 'sealed-'));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
function folder(files: Record<string, string>): string {
  const made = join(root, `folder-${count++}`);
  mkdirSync(made);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

function failureOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemsError) return error.message.replaceAll(root, 'ROOT');
    throw error;
  }
  return 'nothing was thrown';
}

const sealed = (name: string, keys: string[], namespace = 'shop') =>
  `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  encryptedData: { ${keys.map((key) => `${key}: AgB0`).join(', ')} }
  template: { metadata: { name: ${name}, namespace: ${namespace} } }
`;

describe('the folder of sealed Secrets', () => {
  test('is read in the order of its files; other files than YAML are left alone', () => {
    const made = folder({ 'b.yaml': sealed('b', ['x']), 'a.yaml': sealed('a', ['x']), 'README.md': '# notes' });
    expect(readSealedSecrets(made).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  test('that is not there holds none', () => {
    expect(readSealedSecrets(join(root, 'nowhere'))).toEqual([]);
  });

  test.each([
    [
      'a plain Secret',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: shop}\n',
      'is no SealedSecret of bitnami.com/v1alpha1: only sealed Secrets belong into this folder',
    ],
    [
      'a SealedSecret without a namespace',
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\nspec: {encryptedData: {}}\n',
      'lacks metadata.namespace, metadata.name or spec.encryptedData',
    ],
    ['broken YAML', 'a: [', "can't be read: unexpected end of the stream within a flow collection (1:5)"],
  ])('refuses %s', (_, text, message) => {
    const made = folder({ 'a.yaml': text });
    expect(failureOf(() => readSealedSecrets(made))).toContain(message.slice(0, 40));
  });

  test('refuses two files for one Secret', () => {
    const made = folder({ 'a.yaml': sealed('a', ['x']), 'b.yaml': sealed('a', ['x']) });
    expect(failureOf(() => readSealedSecrets(made))).toMatch(
      /b.yaml: seals 'shop\/a', which \S+a.yaml seals too: remove one/,
    );
  });

  test('is held against what is needed', () => {
    const made = folder({ 'a.yaml': sealed('a', ['x']), 'old.yaml': sealed('old', ['x']) });
    const needs = [
      { namespace: 'shop', name: 'a', keys: ['x', 'y'] },
      { namespace: 'shop', name: 'b', keys: ['z'] },
    ];
    expect(sealingProblems(made, 'local', needs)).toEqual([
      {
        where: join(made, 'a.yaml'),
        message: 'lacks y: run `npm run secrets -- seal --environment local --add-missing-keys`',
      },
      { where: made, message: "Secret 'shop/b' is not sealed yet: run `npm run secrets -- seal --environment local`" },
      { where: join(made, 'old.yaml'), message: "seals 'shop/old', which nothing in 'local' needs: remove the file" },
    ]);
  });

  test('names a file by its Secret, with the namespace where that is needed to tell two apart', () => {
    const needs = ['shop', 'other'].map((namespace) => ({ namespace, name: 'db', keys: [] }));
    expect(sealedFileName(needs[0]!, needs.slice(0, 1))).toBe('sealedsecret.db.yaml');
    expect(needs.map((need) => sealedFileName(need, needs))).toEqual([
      'sealedsecret.shop.db.yaml',
      'sealedsecret.other.db.yaml',
    ]);
  });
});

describe('the sealing certificate', () => {
  const file = (text: string) => join(folder({ 'cluster.pem': text }), 'cluster.pem');

  test('gives its public key', () => {
    expect(readSealingKey(file(makeSealingPair().certificate)).asymmetricKeyType).toBe('rsa');
  });

  test('holds to the end of its last second, and no longer', () => {
    const path = file(makeSealingPair('rsa', new Date('2030-01-01T00:00:00Z')).certificate);
    const at = (time: string) => failureOf(() => readSealingKey(path, new Date(time)));
    expect(at('2030-01-01T00:00:00.000Z')).toBe('nothing was thrown');
    expect(at('2030-01-01T00:00:00.001Z')).toContain('the certificate ended on Jan  1 00:00:00 2030 GMT');
  });

  test.each([
    ['a private key', '-----BEGIN PRIVATE KEY-----\n', 'holds a private key, which must never leave the cluster'],
    ['another text', 'hello', 'is no certificate in PEM form; fetch it with `kubeseal --fetch-cert`'],
    ['another key than RSA', makeSealingPair('ec').certificate, 'holds a key of type ec, sealing needs rsa'],
    [
      'one that has ended',
      makeSealingPair('rsa', new Date('2021-01-01')).certificate,
      'the certificate ended on Jan  1 00:00:00 2021 GMT, the controller has a newer one by now',
    ],
  ])('refuses %s', (_, text, message) => {
    const path = file(text);
    expect(failureOf(() => readSealingKey(path))).toContain(`cluster.pem: ${message}`);
  });

  test('that is not there is told', () => {
    expect(failureOf(() => readSealingKey('/nowhere/cluster.pem'))).toContain(
      "/nowhere/cluster.pem: the sealing certificate can't be read (ENOENT); fetch it",
    );
  });
});
