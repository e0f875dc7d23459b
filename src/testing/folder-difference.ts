import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexFile, listManifestFiles } from '../manifests';
import { compare, type Problem, ProblemsError } from '../problem';
import type { SynthesizedOutput } from './synth-into';

/** A file in which a folder is not what would be written. */
export interface FolderDifference {
  /** Path below the folder, with `/`. */
  readonly path: string;
  /** `extra` is what is no longer made; `foreign` is a manifest that `synth` never made and leaves alone. */
  readonly kind: 'missing' | 'different' | 'extra' | 'foreign';
  /** Text in the folder; empty for `missing`. */
  readonly committed: string;
  /** Text that is rendered; empty for `extra` and `foreign`. */
  readonly rendered: string;
}

/**
 * Compares an output with a folder, file by file. Beside what `synth` would write or remove, it finds manifests that nobody lists:
 * whoever applies the folder applies them too.
 *
 * @throws ProblemsError if the folder can't be read
 */
export function differencesFrom(folder: string, output: SynthesizedOutput): FolderDifference[] {
  const { write, remove, index } = output.planFor(folder);
  const listed = new Set([indexFile, ...index.files.map(({ path }) => path)]);
  const differences = write.map(({ path, text }): FolderDifference => {
    const committed = textIn(folder, path);
    return {
      path,
      kind: committed === undefined ? 'missing' : 'different',
      committed: committed ?? '',
      rendered: text,
    };
  });
  const foreign = manifestsIn(folder, output).filter((path) => !listed.has(path) && !remove.includes(path));
  for (const [kind, paths] of [
    ['extra', remove],
    ['foreign', foreign],
  ] as const) {
    for (const path of paths) differences.push({ path, kind, committed: textIn(folder, path) ?? '', rendered: '' });
  }
  return differences.sort((a, b) => compare(a.path, b.path));
}

/** The manifests of a folder that are in the part's environments. */
function manifestsIn(folder: string, output: SynthesizedOutput): string[] {
  const problems: Problem[] = [];
  const found = existsSync(folder) ? listManifestFiles(folder, problems) : [];
  if (problems.length > 0) throw new ProblemsError(problems);
  return found
    .map(({ path }) => path)
    .filter((path) =>
      output.holds({ environment: path.includes('/') ? path.slice(0, path.indexOf('/')) : '', system: '' }),
    );
}

function textIn(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
