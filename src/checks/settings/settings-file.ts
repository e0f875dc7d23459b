import { existsSync } from 'node:fs';
import { ProblemsError } from '../../problem';
import { allRules } from '../rules';
import type { CheckSettings } from './check-settings';
import { settingsProblems, unknownRule } from './rule-set';

/** Name of the file by which a project without code tells the checks what they can't know. */
export const settingsFile = 'cdk8s-tiers.yaml';

/**
 * The settings of a run: those of the project's code and those of the file, of which each may say what the other does not.
 *
 * @param code what the project says in code. @default - nothing
 * @param file file of settings; one that is named must exist. @default - `cdk8s-tiers.yaml`, if there is one
 * @throws ProblemsError with all that is wrong in both
 */
export function readSettings<S extends CheckSettings>(code: S = {} as S, file?: string): S {
  const problems = settingsProblems(code);
  if (file !== undefined && !existsSync(file)) throw ProblemsError.at(file, 'there is no such file of settings');
  const path = file ?? settingsFile;
  if (!existsSync(path)) return checked(code, problems);
  // Loaded where there is a file: most runs of `check` have none.
  const { readStated }: typeof import('./stated-settings') = require('./stated-settings');
  const { document, stated } = readStated(path, problems);
  for (const key of Object.keys(stated)) {
    if (code[key as keyof CheckSettings] === undefined) continue;
    const message = `the project's code states '${key}' too, keep one of them`;
    problems.push({ where: document.placeOfKey([], key), message });
  }
  const known = [...allRules, ...(code.rules ?? [])].map(({ id }) => id);
  for (const id of Object.keys(stated.severities ?? {})) {
    if (known.includes(id)) continue;
    problems.push({ where: document.placeOfKey(['severities'], id), message: unknownRule(id, known) });
  }
  return checked({ ...stated, ...code }, problems);
}

function checked<S>(settings: S, problems: ConstructorParameters<typeof ProblemsError>[0]): S {
  if (problems.length > 0) throw new ProblemsError(problems);
  return settings;
}
