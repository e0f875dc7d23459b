import { X509Certificate } from 'node:crypto';
import { addSealedKeys, sealSecret } from '../../../src/secret-providers/sealing';
import { makeSealingPair } from './certificate';
import { unseal } from './unseal';

const { certificate, privateKey } = makeSealingPair();
const { publicKey } = new X509Certificate(certificate);
const valuesOf = (...keys: readonly string[]) => new Map(keys.map((key) => [key, Buffer.from(`value of ${key}`)]));

test('the keys of a sealed Secret stand in order, also those that come later', () => {
  const sealed = sealSecret({ namespace: 'shop', name: 'db' }, valuesOf('user', 'host'), publicKey);
  expect(Object.keys(sealed.spec.encryptedData)).toEqual(['host', 'user']);
  const more = addSealedKeys(sealed, valuesOf('password'), publicKey);
  expect(Object.keys(more.spec.encryptedData)).toEqual(['host', 'password', 'user']);
});

test('a key that is there already stays as it is, byte by byte', () => {
  const sealed = sealSecret({ namespace: 'shop', name: 'db' }, valuesOf('user'), publicKey);
  const { user, password } = addSealedKeys(sealed, valuesOf('user', 'password'), publicKey).spec.encryptedData;
  expect(user).toBe(sealed.spec.encryptedData.user);
  expect(unseal(password!, privateKey, 'shop', 'db').toString()).toBe('value of password');
});
