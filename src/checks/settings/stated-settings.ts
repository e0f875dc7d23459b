import { type PlacedDocument, parsePlaced } from '../../environment/document';
import { readText } from '../../environment/file';
import { checkDocument } from '../../environment/schema-problems';
import type { KubernetesVersion } from '../../kubernetes/kind-registry';
import { type Problem, ProblemsError } from '../../problem';
import type { CheckSettings } from './check-settings';
import { settingsSchema } from './settings-schema';

/** What a file of settings states: in code each environment names its own version of Kubernetes. */
export interface StatedSettings extends CheckSettings {
  /** @default - the newest that is known */
  readonly kubernetesVersion?: KubernetesVersion;
}

/** What a file of settings states, and where in it. @throws ProblemsError with what is wrong in it, and before */
export function readStated(
  path: string,
  before: readonly Problem[],
): { readonly document: PlacedDocument; readonly stated: StatedSettings } {
  const document = parsePlaced(path, readText(path));
  const result = checkDocument(document, settingsSchema);
  if ('problems' in result) throw new ProblemsError([...before, ...result.problems]);
  return { document, stated: result.output as StatedSettings };
}
