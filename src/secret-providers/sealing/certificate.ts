import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ProblemsError } from '../../problem';

const fetching = 'fetch it with `kubeseal --fetch-cert`, or read the Secret of the controller with the active key';

/**
 * The public key of the cluster's sealing certificate.
 *
 * @param now the moment at which it must be valid
 * @throws ProblemsError if the file can't be read, is no certificate of an RSA key, or has expired
 */
export function readSealingKey(file: string, now = new Date()): KeyObject {
  const certificate = parse(file);
  const { publicKey, validTo } = certificate;
  if (publicKey.asymmetricKeyType !== 'rsa') {
    throw ProblemsError.at(file, `holds a key of type ${publicKey.asymmetricKeyType}, sealing needs rsa; ${fetching}`);
  }
  if (new Date(validTo) < now) {
    throw ProblemsError.at(
      file,
      `the certificate ended on ${validTo}, the controller has a newer one by now; ${fetching}`,
    );
  }
  return publicKey;
}

function parse(file: string): X509Certificate {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw ProblemsError.at(
      file,
      `the sealing certificate can't be read (${(error as NodeJS.ErrnoException).code}); ${fetching}`,
    );
  }
  if (text.includes('PRIVATE KEY')) {
    throw ProblemsError.at(
      file,
      'holds a private key, which must never leave the cluster; only the certificate belongs here',
    );
  }
  try {
    return new X509Certificate(text);
  } catch {
    throw ProblemsError.at(file, `is no certificate in PEM form; ${fetching}`);
  }
}
