import type { KeyObject } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supplyOf } from '../../manifests';
import { ProblemsError } from '../../problem';
import { stringify } from '../../render/yaml';
import {
  addSealedKeys,
  readSealedFiles,
  readSealingKey,
  type SealedFile,
  type SealedSecretObject,
  sealedFileName,
  sealedFolder,
  sealSecret,
} from '../../secret-providers/sealing';
import { type NeededSecret, readOutput } from '../output';
import { type CommandResult, Transcript } from '../transcript';
import { sealingCertificateOf } from './environment-file';
import { askFor, valuesOf } from './key-values';
import { needsOf, providerOf, type SecretsMakingOptions } from './options';
import { type OutsideValues, readOutsideValues, trailingLineBreaks } from './outside-values';

/** What sealing takes beside. */
export interface SecretsSealOptions extends SecretsMakingOptions {
  /** Secrets to seal anew, with new values: `name` or `namespace/name`. @default - none */
  readonly renew?: readonly string[] | undefined;
  /** The cluster's public certificate. @default - the one that the environment file names */
  readonly certificate?: string | undefined;
}

/**
 * Seals the Secrets of an environment that are not sealed yet, for the cluster's public certificate. Needs no cluster. What is
 * sealed stays as it is: sealing gives other bytes, and generated passwords would change.
 */
export function runSecretsSeal(options: SecretsSealOptions): Promise<CommandResult> {
  const transcript = new Transcript(options.onLine);
  return transcript.of(async () => {
    const output = readOutput(options.dist ?? 'dist', options.environment);
    const provider = providerOf(output);
    if (provider !== undefined && provider.supply !== 'seal') {
      throw ProblemsError.at(
        options.environment,
        `its Secrets come by provider '${provider.name}', nothing is sealed for it`,
      );
    }
    const environments = options.environments ?? 'environments';
    const publicKey = readSealingKey(options.certificate ?? sealingCertificateOf(environments, options.environment));
    const secrets = output.secrets.filter((secret) => supplyOf(secret) === 'seal');
    const outside = readOutsideValues(options.fromFile ?? [], secrets);
    const renew = renewed(options.renew ?? [], secrets);
    const folder = sealedFolder(environments, options.environment);
    const files = new Map(
      readSealedFiles(folder).map((file) => [`${file.object.metadata.namespace}/${file.object.metadata.name}`, file]),
    );
    for (const key of trailingLineBreaks(outside)) {
      transcript.say(`note: the file for ${key} ends in a line break, which becomes part of the value`);
    }
    let complete = true;
    for (const secret of secrets) {
      const key = `${secret.namespace}/${secret.name}`;
      const known = renew.has(key) ? undefined : files.get(key);
      const path = files.get(key)?.path ?? join(folder, sealedFileName(nameOf(secret), needsOf(secrets)));
      const result = seal(secret, known, { publicKey, outside, options });
      if (result.object && !options.dryRun) write(path, result.object);
      transcript.say(`${key}: ${result.said}${result.object ? ` (${path})` : ''}`, ...result.asked);
      complete &&= result.complete;
    }
    if (!complete) transcript.say('not complete: see above');
    else transcript.say('everything is sealed: run synth, and commit what changed');
    return complete ? 0 : 1;
  });
}

interface Sealing {
  readonly complete: boolean;
  readonly said: string;
  readonly asked: readonly string[];
  /** To be written. */
  readonly object?: SealedSecretObject;
}

function seal(
  secret: NeededSecret,
  known: SealedFile | undefined,
  { publicKey, outside, options }: { publicKey: KeyObject; outside: OutsideValues; options: SecretsSealOptions },
): Sealing {
  const keys = secret.keys
    .map(({ key }) => key)
    .filter((key) => known === undefined || !(key in known.object.spec.encryptedData));
  if (keys.length === 0) return { complete: true, said: 'is sealed, left as it is', asked: [] };
  if (known && !options.addMissingKeys) {
    const said = `is sealed, but lacks ${keys.join(', ')}: left as it is; --add-missing-keys adds them`;
    return { complete: false, said, asked: [] };
  }
  const made = valuesOf(secret, keys, outside);
  if ('lacking' in made) {
    return {
      complete: false,
      said: 'not sealed, values from outside are missing:',
      asked: askFor(secret, made.lacking),
    };
  }
  const object = known
    ? addSealedKeys(known.object, made.values, publicKey)
    : sealSecret(secret, made.values, publicKey);
  return { complete: true, said: `${options.dryRun ? 'would seal' : 'sealed'} ${keys.join(', ')}`, asked: [], object };
}

function renewed(given: readonly string[], secrets: readonly NeededSecret[]): Set<string> {
  const chosen = new Set<string>();
  const unknown: string[] = [];
  for (const name of given) {
    const matching = secrets.filter((secret) => secret.name === name || `${secret.namespace}/${secret.name}` === name);
    if (matching.length === 1) for (const secret of matching) chosen.add(`${secret.namespace}/${secret.name}`);
    else unknown.push(name);
  }
  if (unknown.length === 0) return chosen;
  const allowed = secrets.map((secret) => `${secret.namespace}/${secret.name}`).join(', ') || 'none';
  throw new ProblemsError(
    unknown.map((name) => ({ where: '--renew', message: `'${name}' names no one Secret; allowed: ${allowed}` })),
  );
}

function nameOf({ namespace, name }: NeededSecret) {
  return { namespace, name, keys: [] };
}

/** Whole or not at all: a broken file would keep the output from being rendered. */
function write(path: string, object: SealedSecretObject): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(`${path}.new`, stringify(object));
  renameSync(`${path}.new`, path);
}
