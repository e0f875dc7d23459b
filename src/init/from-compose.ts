import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemsError } from '../problem';
import { type ComposeFile, ComposePlanner, readCompose, readEnvFile } from './compose';
import type { SystemPlan } from './plan';

const largestFile = 256 * 1024;

/** A Compose file and the texts beside it. */
export interface ComposeInput {
  readonly compose: ComposeFile;
  readFile(path: string): string | undefined;
}

/** Reads a Compose file, with the variables of the `.env` beside it. @throws ProblemsError with all that keeps it from being read */
export function readComposeInput(file: string): ComposeInput {
  const readFile = (path: string) => textAt(join(dirname(file), path));
  const text = textAt(file);
  if (text === undefined) throw ProblemsError.at(file, 'there is no such Compose file, name one by --from');
  const variables = readEnvFile(readFile('.env') ?? '');
  return { compose: readCompose(file, text, { variables, readFile }), readFile };
}

/** The system of a Compose file. @throws ProblemsError with services that no tier can be called after */
export function planFromCompose(
  { compose, readFile }: ComposeInput,
  system: { readonly name: string; readonly domain: string },
): SystemPlan {
  return new ComposePlanner(compose, system, readFile).plan();
}

/** A file that holds text, not too much of it. */
function textAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > largestFile) return undefined;
  const text = readFileSync(path, 'utf8');
  return text.includes('\0') ? undefined : text;
}
