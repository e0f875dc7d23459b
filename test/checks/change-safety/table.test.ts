import { diffManifests, judgeChanges } from '../../../src/checks/change-safety';
import { ManifestSet } from '../../../src/manifests';
import { ARGOCD_ROWS } from './table/argocd';
import { CONFIGURATION_ROWS } from './table/configuration';
import { KEDA_ROWS } from './table/keda';
import { NETWORK_ROWS } from './table/network';
import type { Row } from './table/objects';
import { STORAGE_ROWS } from './table/storage';
import { TIER_ROWS } from './table/tiers';
import { WORKLOAD_ROWS } from './table/workloads';

const ROWS: readonly Row[] = [
  ...STORAGE_ROWS,
  ...WORKLOAD_ROWS,
  ...NETWORK_ROWS,
  ...CONFIGURATION_ROWS,
  ...KEDA_ROWS,
  ...TIER_ROWS,
  ...ARGOCD_ROWS,
];

function told(row: Row): string[] {
  const [from, to] = [ManifestSet.of(row.from), ManifestSet.of(row.to)];
  return judgeChanges(diffManifests(from, to), from, to).map(
    ({ verdict, rule, object, consequence }) => `${verdict} ${rule} ${object}: ${consequence}`,
  );
}

describe('the table of change safety', () => {
  test('has all of its 58 rows, each once', () => {
    expect(new Set(ROWS.map((row) => row.row)).size).toBe(58);
  });

  test.each(ROWS)('$row', (row) => {
    expect(told(row)).toEqual([row.told, ...(row.also ?? [])]);
  });

  test.each(ROWS)('$row: nothing is told when nothing changes', ({ from, to }) => {
    for (const objects of [from, to]) {
      const set = ManifestSet.of(objects);
      expect(judgeChanges(diffManifests(set, set), set, set)).toEqual([]);
    }
  });
});
