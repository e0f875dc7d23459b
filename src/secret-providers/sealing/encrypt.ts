import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';

/**
 * Encrypts a value so that only the controller can read it, and only as this Secret (strict scope): a random session key,
 * encrypted with RSA-OAEP and the label `namespace/name`, then the value under it with AES-256-GCM.
 * The bytes are the length of the encrypted session key (2, big-endian), that key, the ciphertext, its tag.
 *
 * Source: Sealed Secrets docs, "How it works"; the zero nonce is safe as every session key encrypts one value.
 *
 * @returns base64, as `spec.encryptedData` holds it; other bytes each time
 */
export function sealValue(value: Buffer, publicKey: KeyObject, namespace: string, name: string): string {
  const sessionKey = randomBytes(32);
  const sealedKey = publicEncrypt(
    {
      key: publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(`${namespace}/${name}`),
    },
    sessionKey,
  );
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sealedKey.length);
  return Buffer.concat([length, sealedKey, cipher.update(value), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
}
