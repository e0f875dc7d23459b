import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compare, type Problem, ProblemsError } from '../problem';
import { parsePlaced } from './document';
import { codeOf, readText, reason } from './file';
import type { EnvironmentForms } from './forms';
import { type Environment, environmentSchema } from './model';
import { nearest } from './nearest';
import { checkDocument } from './schema-problems';
import { quoted, told } from './told';

/** Which of the environments to read. */
export interface LoadOptions {
  /**
   * Names of the environments that are wanted; the files of others are not read.
   * @default - all of them
   */
  readonly only?: readonly string[];
}

/**
 * Reads the environments of a folder, one `<name>.yaml` each, sorted by name.
 * @throws ProblemsError with all problems of all files; the place is file, line and column, with the folder as it was given.
 */
export function loadEnvironments(folder: string, forms: EnvironmentForms, options: LoadOptions = {}): Environment[] {
  const problems: Problem[] = [];
  const environments: Environment[] = [];
  const schema = environmentSchema(forms);
  for (const name of wanted(folder, namesIn(folder, problems), options.only, problems)) {
    collect(problems, () => environments.push(readEnvironment(join(folder, `${name}.yaml`), schema)));
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return environments;
}

/** Reads an environment from the text of a file; the file name is needed for messages and must fit the name inside. */
export function parseEnvironment(file: string, text: string, forms: EnvironmentForms): Environment {
  return checked(file, text, environmentSchema(forms));
}

function readEnvironment(file: string, schema: ReturnType<typeof environmentSchema>): Environment {
  return checked(file, readText(file), schema);
}

function checked(file: string, text: string, schema: ReturnType<typeof environmentSchema>): Environment {
  const document = parsePlaced(file, text, "the keys 'name' and 'cluster'");
  const result = checkDocument(document, schema);
  const problems = 'problems' in result ? [...result.problems] : [];
  const expected = basename(file, '.yaml');
  const name = nameOf(document.value);
  if (name !== undefined && name !== expected) {
    const message = `the environment is named ${quoted(name)} and its file '${expected}.yaml', make both the same`;
    problems.push({ where: document.placeOf(['name']), message });
  }
  if ('problems' in result || problems.length > 0) throw new ProblemsError(problems);
  return { ...(result.output as Omit<Environment, 'file'>), file };
}

function nameOf(value: unknown): string | undefined {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Names of the environment files; hidden files and folders are none of ours, other spellings of the ending are told. */
function namesIn(folder: string, problems: Problem[]): string[] {
  const names: string[] = [];
  for (const entry of entriesOf(folder)) {
    const { name } = entry;
    if (name.startsWith('.') || entry.isDirectory()) continue;
    if (name.endsWith('.yaml')) names.push(basename(name, '.yaml'));
    else if (/\.ya?ml$/i.test(name)) {
      problems.push({ where: join(folder, name), message: "an environment file ends in '.yaml', rename it" });
    }
  }
  if (names.length === 0 && problems.length === 0) {
    throw ProblemsError.at(
      folder,
      "no environment file in the folder, add one for each deployment target, such as 'local.yaml'",
    );
  }
  return names.sort(compare);
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw ProblemsError.at(folder, 'the folder of the environment files does not exist');
    if (code === 'ENOTDIR') throw ProblemsError.at(folder, 'not a folder, environment files lie in one');
    throw ProblemsError.at(folder, `the folder can't be read: ${reason(error)}`);
  }
}

function wanted(folder: string, names: string[], only: readonly string[] | undefined, problems: Problem[]): string[] {
  if (only === undefined) return names;
  for (const name of new Set(only)) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    const wrong = `no environment ${quoted(name)}`;
    const there = names.join(', ') || 'none';
    problems.push({
      where: folder,
      message: meant === undefined ? told(wrong, there) : `${wrong}, did you mean '${meant}'? allowed: ${there}`,
    });
  }
  return names.filter((name) => only.includes(name));
}

function collect(problems: Problem[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.push(...error.problems);
  }
}
