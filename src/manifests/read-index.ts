import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Problem, ProblemsError } from '../problem';
import { type Fields, fields, list } from './fields';
import type { IndexedFile, OutputIndex } from './output-index';

/** Name of the index in an output folder. */
export const indexFile = 'index.json';

/** Version of the index that is written. Readers take every version up to it: fields that older ones lack are optional. */
const VERSION = 1;

/** Whether a document means to be the index of an output folder, of whatever version: others may have a file of that name. */
export function isOutputIndex(value: unknown): boolean {
  const { version, files, secrets } = fields(value);
  return typeof version === 'number' && Array.isArray(files) && Array.isArray(secrets);
}

/**
 * Reads a document as the index of an output folder.
 *
 * @param where file that it was read from
 * @throws ProblemsError with everything that is wrong with it
 */
export function parseOutputIndex(value: unknown, where: string): OutputIndex {
  const index = fields(value);
  if (typeof index.version === 'number' && index.version > VERSION) {
    throw ProblemsError.at(
      where,
      `version ${index.version} was written by a newer version of this tool, which reads up to ${VERSION}: update it, or delete the file and run synth`,
    );
  }
  if (!isOutputIndex(value) || index.version !== VERSION) {
    throw ProblemsError.at(
      where,
      `is not the index of an output folder of version ${VERSION}: delete it, or choose another output folder`,
    );
  }
  const problems = [
    ...faults(index, 'environments', ['name'], where),
    ...faults(index, 'applications', ['environment', 'name'], where, ['wave']),
    ...faults(index, 'files', ['path', 'environment', 'application', 'group', 'kind', 'name'], where, ['wave']),
    ...faults(index, 'secrets', ['environment', 'namespace', 'name', 'provider'], where),
    ...faults(index, 'requirements', ['environment', 'kind', 'name', 'why', 'mend'], where),
    ...keyFaults(index, where),
    ...listFaults(index, where),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  return value as OutputIndex;
}

/** The index of an output folder; undefined if there is none. @throws ProblemsError if it is broken, or not ours */
export function readOutputIndex(folder: string): OutputIndex | undefined {
  const path = join(folder, indexFile);
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw ProblemsError.at(path, `can't be read (${reason}): delete it and run synth, or choose another output folder`);
  }
  return parseOutputIndex(value, path);
}

/** The index of an output folder that must be there. @throws ProblemsError as `readOutputIndex`, and if there is none */
export function requireOutputIndex(folder: string): OutputIndex {
  const index = readOutputIndex(folder);
  if (index !== undefined) return index;
  throw ProblemsError.at(join(folder, indexFile), 'there is no output here; run synth, or name its folder with --dist');
}

/** What an index lists of one environment, which must be there. @param folder the output's, for the message */
export function filesOf(index: OutputIndex, environment: string, folder: string): readonly IndexedFile[] {
  const files = index.files.filter((file) => file.environment === environment);
  if (files.length > 0) return files;
  const names = [...new Set(index.files.map((file) => file.environment))].sort();
  throw ProblemsError.at(
    join(folder, indexFile),
    `no environment '${environment}' in the output; allowed: ${names.join(', ') || 'none, run synth first'}`,
  );
}

const mend = 'delete the file and run synth';

/** What is wrong with the items of a list, which may be absent; of `files` a path may not lead out of the folder. */
function faults(
  index: Fields,
  part: string,
  texts: readonly string[],
  where: string,
  numbers: readonly string[] = [],
): Problem[] {
  return list(index[part]).flatMap((value, position) => {
    const item = fields(value);
    const told = (field: string, wanted: string): Problem => ({
      where,
      message: `${part}[${position}].${field} is ${JSON.stringify(item[field]) ?? 'missing'}, it must be ${wanted}: ${mend}`,
    });
    return [
      ...texts.filter((field) => typeof item[field] !== 'string').map((field) => told(field, 'text')),
      ...numbers.filter((field) => !Number.isInteger(item[field])).map((field) => told(field, 'a whole number')),
      ...(typeof item.path === 'string' && !isInside(item.path) ? [told('path', 'inside the folder')] : []),
    ];
  });
}

function keyFaults(index: Fields, where: string): Problem[] {
  return list(index.secrets).flatMap((value, position) => {
    const { keys, usedBy } = fields(value);
    const known = ['generated', 'outside', 'fixed'];
    const right =
      Array.isArray(usedBy) &&
      Array.isArray(keys) &&
      keys.map(fields).every(({ key, origin }) => typeof key === 'string' && known.includes(String(origin)));
    if (right) return [];
    const message = `secrets[${position}] must have the list usedBy, and keys with an origin out of ${known.join(', ')}: ${mend}`;
    return [{ where, message }];
  });
}

function listFaults(index: Fields, where: string): Problem[] {
  return list(index.requirements).flatMap((value, position) =>
    Array.isArray(fields(value).neededBy)
      ? []
      : [{ where, message: `requirements[${position}].neededBy must be a list: ${mend}` }],
  );
}

function isInside(path: string): boolean {
  return path !== '' && !isAbsolute(path) && !path.split(/[\\/]/).includes('..');
}
