import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Problem, ProblemsError } from '../../problem';
import { type SealedSecretObject, sealedSecretKind } from './sealed-secret';

/** A sealed Secret and the file it is kept in. */
export interface SealedFile {
  readonly path: string;
  readonly object: SealedSecretObject;
}

/** What has to be sealed: a Secret and its keys. */
export interface SealingNeed {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
}

/** The folder of an environment's sealed Secrets, beside its file: committed, never rendered anew. */
export function sealedFolder(environmentsFolder: string, environment: string): string {
  return join(environmentsFolder, 'sealed', environment);
}

/** The sealed Secrets of a folder, sorted by file; none if there is no such folder. @throws ProblemsError for other files */
export function readSealedFiles(folder: string): SealedFile[] {
  if (!existsSync(folder)) return [];
  const problems: Problem[] = [];
  const found = new Map<string, SealedFile>();
  for (const name of readdirSync(folder).sort(compare)) {
    const path = join(folder, name);
    if (!name.endsWith('.yaml')) continue;
    const object = readOne(path, problems);
    if (object === undefined) continue;
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    const other = found.get(key);
    if (other)
      problems.push({ where: path, message: `seals '${key}', which ${other.path} seals too: remove one of them` });
    else found.set(key, { path, object });
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return [...found.values()];
}

/** The SealedSecrets of a folder, as objects of the output. @throws ProblemsError for files that are none */
export function readSealedSecrets(folder: string): SealedSecretObject[] {
  return readSealedFiles(folder).map(({ object }) => object);
}

/** What is needed and not sealed, and what is sealed and not needed. */
export function sealingProblems(folder: string, environment: string, needs: readonly SealingNeed[]): Problem[] {
  const files = readSealedFiles(folder);
  const sealed = new Map(files.map((file) => [`${file.object.metadata.namespace}/${file.object.metadata.name}`, file]));
  const command = `npm run secrets -- seal --environment ${environment}`;
  const problems = needs.flatMap(({ namespace, name, keys }): Problem[] => {
    const file = sealed.get(`${namespace}/${name}`);
    sealed.delete(`${namespace}/${name}`);
    if (file === undefined) {
      return [{ where: folder, message: `Secret '${namespace}/${name}' is not sealed yet: run \`${command}\`` }];
    }
    const lacking = keys.filter((key) => !(key in file.object.spec.encryptedData));
    if (lacking.length === 0) return [];
    const message = `lacks ${lacking.join(', ')}: run \`${command} --add-missing-keys\``;
    return [{ where: file.path, message }];
  });
  const unneeded = [...sealed].map(([key, { path }]) => ({
    where: path,
    message: `seals '${key}', which nothing in '${environment}' needs: remove the file`,
  }));
  return [...problems, ...unneeded];
}

/** File name of a sealed Secret; the namespace is in it only where another namespace has a Secret of that name. */
export function sealedFileName(need: SealingNeed, needs: readonly SealingNeed[]): string {
  const isShared = needs.some(({ name, namespace }) => name === need.name && namespace !== need.namespace);
  return isShared ? `sealedsecret.${need.namespace}.${need.name}.yaml` : `sealedsecret.${need.name}.yaml`;
}

function readOne(path: string, problems: Problem[]): SealedSecretObject | undefined {
  const tell = (message: string) => problems.push({ where: path, message });
  let value: unknown;
  try {
    // Loaded where there is a sealed file: charts that have none need no YAML.
    const { load }: typeof import('js-yaml') = require('js-yaml');
    value = load(readFileSync(path, 'utf8'));
  } catch (error) {
    tell(`can't be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    return undefined;
  }
  const object = value as Partial<SealedSecretObject> | undefined;
  const { namespace, name } = object?.metadata ?? {};
  if (object?.kind !== sealedSecretKind.kind || object.apiVersion !== sealedSecretKind.apiVersion) {
    tell(
      `is no ${sealedSecretKind.kind} of ${sealedSecretKind.apiVersion}: only sealed Secrets belong into this folder`,
    );
  } else if (
    typeof namespace !== 'string' ||
    typeof name !== 'string' ||
    typeof object.spec?.encryptedData !== 'object'
  ) {
    tell('lacks metadata.namespace, metadata.name or spec.encryptedData');
  } else return object as SealedSecretObject;
  return undefined;
}
