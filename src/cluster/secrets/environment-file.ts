import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseDocuments } from '../../manifests';
import { ProblemsError } from '../../problem';

/**
 * The file with the cluster's public sealing certificate, as the environment file names it: synth has checked the rest.
 *
 * @throws ProblemsError if the environment file is not there or names no certificate
 */
export function sealingCertificateOf(environmentsFolder: string, environment: string): string {
  const file = join(environmentsFolder, `${environment}.yaml`);
  if (!existsSync(file)) {
    throw ProblemsError.at(file, 'there is no such environment file; name the folder with --environments');
  }
  const [document] = parseDocuments(readFileSync(file, 'utf8'), file);
  const secrets = (document?.value as { secrets?: { provider?: unknown; certificate?: unknown } } | null)?.secrets;
  if (typeof secrets?.certificate !== 'string') {
    throw ProblemsError.at(
      file,
      `secrets.provider is '${secrets?.provider}': only 'sealed-secrets' with a certificate seals; ` +
        'name one with --certificate, or change the provider and run synth',
    );
  }
  return resolve(dirname(file), secrets.certificate);
}
