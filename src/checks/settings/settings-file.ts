import { existsSync } from 'node:fs';
import { KindRegistry, type KubernetesVersion } from '../../kubernetes/kind-registry';
import { readKinds } from '../../manifests/definition-files';
import { type Problem, ProblemCollector, ProblemsError } from '../../problem';
import { allRules } from '../rules';
import type { CheckSettings } from './check-settings';
import { settingsProblems, unknownRule } from './rule-set';

/** Name of the file by which a project without code tells the checks what they can't know. */
export const settingsFile = 'cdk8s-tiers.yaml';

/** The kinds that a project's objects may have, of the version of Kubernetes that its file of settings names. */
export interface KnownKinds {
  readonly kinds: KindRegistry;
}

/**
 * The settings of a run: those of the project's code and those of the file, of which each may say what the other does not.
 *
 * @param code what the project says in code. @default - nothing
 * @param file file of settings; one that is named must exist. @default - `cdk8s-tiers.yaml`, if there is one
 * @returns them, and the kinds that the project's definitions define beside those that are known
 * @throws ProblemsError with all that is wrong in both, and in the definitions
 */
export function readSettings<S extends CheckSettings>(code: S = {} as S, file?: string): S & KnownKinds {
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
  const { kubernetesVersion, ...settings } = stated;
  return checked({ ...settings, ...code }, problems, kubernetesVersion);
}

function checked<S extends CheckSettings>(
  settings: S,
  problems: readonly Problem[],
  version?: KubernetesVersion,
): S & KnownKinds {
  const found = new ProblemCollector();
  found.add(problems);
  const kinds = found.attempt(() => readKinds(settings.crds), KindRegistry.forVersion());
  found.throwIfAny();
  return { ...settings, kinds: version === undefined ? kinds : kinds.at(version) };
}
