import type { ManifestSet } from '../../manifests';
import type { OwnFacts } from '../../manifests/model';
import { compare } from '../../problem';
import { judgeChanges, sortFindings } from './evaluate';
import type { Finding } from './finding';
import type { ChangeRules } from './rule';
import { ChangeTable } from './rules/change-table';
import { diffManifests, type ObjectChange } from './semantic';

/** What changed between two outputs, and what it would do. */
export interface Comparison {
  readonly findings: readonly Finding[];
  /** How many objects were added, removed, changed and renamed. */
  readonly objects: Readonly<Record<ObjectChange['change'], number>>;
  /** Environments that were compared, sorted; `''` for a folder without an index. */
  readonly environments: readonly string[];
}

/**
 * Compares two outputs environment by environment: objects of one never count as those of another.
 * @param only environment to look at. @default - all
 * @param rows a project's own rows. @default - none
 * @param own what the project says of its images and kinds. @default - nothing
 * @throws ProblemsError for rows that can't be, or that fail
 */
export function compareManifests(
  from: ManifestSet,
  to: ManifestSet,
  only?: string,
  rows?: ChangeRules,
  own?: OwnFacts,
): Comparison {
  const table = ChangeTable.with(rows);
  const names = environmentsOf(from, to);
  const before = from.byEnvironment(names);
  const after = to.byEnvironment(names);
  const environments = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => only === undefined || name === only)
    .sort(compare);
  const findings: Finding[] = [];
  const objects = { added: 0, removed: 0, changed: 0, renamed: 0 };
  for (const name of environments) {
    const [old, now] = [before.get(name) ?? nothingOf(from), after.get(name) ?? nothingOf(to)];
    const changes = diffManifests(old, now, own?.kinds);
    for (const { change } of changes) objects[change]++;
    if (changes.length === 0) continue;
    for (const finding of judgeChanges(changes, old, now, name, table, own)) findings.push(finding);
  }
  return { findings: sortFindings(findings), objects, environments };
}

/** Names of the environments of both outputs, by their indexes. */
export function environmentsOf(...sets: readonly ManifestSet[]): string[] {
  const names = sets.flatMap((set) => (set.index?.files ?? []).map((file) => file.environment));
  return [...new Set(names)].sort(compare);
}

function nothingOf(set: ManifestSet): ManifestSet {
  return set.filter(() => false);
}
