import { z } from 'zod';
import { ProblemsError } from '../problem';

/** Name of the file beside what is published that says which files are ours. Argo CD reads the folders below it only. */
export const ownershipFile = '.cdk8s-tiers.json';

const form = z.strictObject({
  version: z.literal(1),
  environment: z.string(),
  files: z.array(z.string().refine((path) => isInside(path), { error: 'leads out of the folder' })),
});

/** Which files of a folder are ours. */
export type Ownership = z.output<typeof form>;

/** @throws ProblemsError if the text is not what this project writes, or belongs to another environment */
export function parseOwnership(text: string, where: string, environment: string): Ownership {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw ProblemsError.at(where, 'is no JSON: restore it from the history of the repository');
  }
  const result = form.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.join('.') || 'the file';
    throw ProblemsError.at(
      where,
      `${place}: ${issue?.message.toLowerCase()}: restore it from the history of the repository`,
    );
  }
  if (result.data.environment !== environment) {
    throw ProblemsError.at(
      where,
      `the folder belongs to environment '${result.data.environment}', not to '${environment}': name another --path`,
    );
  }
  return result.data;
}

/** The text of the file, the same for the same files. */
export function ownershipText(environment: string, files: readonly string[]): string {
  return `${JSON.stringify({ version: 1, environment, files: [...files].sort() } satisfies Ownership, null, 2)}\n`;
}

function isInside(path: string): boolean {
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !path.split('/').some((part) => part === '' || part === '.' || part === '..')
  );
}
