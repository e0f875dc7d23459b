import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { sealValue } from '../../../src/secret-providers/sealing';
import { makeSealingPair } from './certificate';
import { unseal } from './unseal';

const { certificate, privateKey } = makeSealingPair();
const { publicKey } = new X509Certificate(certificate);

describe('a sealed value', () => {
  test('is unsealed to the same bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const value = Buffer.from(bytes);
        const sealed = sealValue(value, publicKey, 'shop', 'db');
        expect(unseal(sealed, privateKey, 'shop', 'db').equals(value)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('is the length, the encrypted session key, the ciphertext and its tag', () => {
    const bytes = Buffer.from(sealValue(Buffer.from('secret'), publicKey, 'shop', 'db'), 'base64');
    expect(bytes.readUInt16BE(0)).toBe(256);
    expect(bytes.length).toBe(2 + 256 + 'secret'.length + 16);
  });

  test.each([
    ['another namespace', 'other', 'db'],
    ['another name', 'shop', 'other'],
  ])('is not unsealed under %s', (_, namespace, name) => {
    const sealed = sealValue(Buffer.from('secret'), publicKey, 'shop', 'db');
    expect(() => unseal(sealed, privateKey, namespace, name)).toThrow();
  });

  test('is not unsealed when a byte was changed', () => {
    const bytes = Buffer.from(sealValue(Buffer.from('secret'), publicKey, 'shop', 'db'), 'base64');
    bytes[259] = (bytes[259] ?? 0) ^ 1;
    expect(() => unseal(bytes.toString('base64'), privateKey, 'shop', 'db')).toThrow();
  });

  test('is other bytes each time', () => {
    const seal = () => sealValue(Buffer.from('secret'), publicKey, 'shop', 'db');
    expect(seal()).not.toBe(seal());
  });
});
