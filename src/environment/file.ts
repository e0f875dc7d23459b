import { readFileSync, statSync } from 'node:fs';
import { ProblemsError } from '../problem';

/** An environment file is a page or two; what is larger is something else. */
export const MAX_BYTES = 1024 * 1024;

/** The text of a file: regular, of at most 1 MiB and UTF-8. Throws a `ProblemsError` that names the file. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw ProblemsError.at(file, 'the file is not UTF-8 text, save it in that encoding');
  }
}

function readBytes(file: string): Buffer {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw ProblemsError.at(file, 'not a regular file, a YAML file is needed');
    if (status.size > MAX_BYTES) {
      throw ProblemsError.at(file, `the file has ${status.size} bytes, allowed: at most ${MAX_BYTES} (1 MiB)`);
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof ProblemsError) throw error;
    throw ProblemsError.at(file, `the file can't be read: ${reason(error)}`);
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'it is a link to a file that does not exist',
  ELOOP: 'it is a link that leads back to itself',
  EACCES: 'no permission',
};

/** Why the operating system refused, in words that are the same on every machine. */
export function reason(error: unknown): string {
  const code = codeOf(error) ?? String(error);
  return REASONS[code] ?? code;
}

/** The operating system's code for an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
