import { diffManifests, judgeChanges } from '../../../src/checks/change-safety';
import { FIELD_RULES } from '../../../src/checks/change-safety/rules';
import { ManifestSet } from '../../../src/manifests';
import { FIXED_FIELDS, withField } from './table/fixed-fields';
import type { Row } from './table/objects';
import { ROWS } from './table/rows';

function told(row: Row): string[] {
  const [from, to] = [ManifestSet.of(row.from), ManifestSet.of(row.to)];
  return judgeChanges(diffManifests(from, to), from, to).map(
    ({ verdict, rule, object, consequence }) => `${verdict} ${rule} ${object}: ${consequence}`,
  );
}

describe('the table of change safety', () => {
  test('has all of its 64 rows, each once', () => {
    expect(new Set(ROWS.map((row) => row.row)).size).toBe(64);
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

describe('the fields that the API server refuses to change', () => {
  const cases = FIXED_FIELDS.flatMap(({ rule, object, fields }) =>
    Object.entries(fields).map(([field, [before, after]]) => ({
      rule,
      kind: object.kind,
      object,
      field,
      before,
      after,
    })),
  );

  test.each(cases)('$rule: $field of a $kind', ({ rule, object, field, before, after }) => {
    const [from, to] = [before, after].map((value) => ManifestSet.of([withField(object, field, value)]));
    const findings = judgeChanges(diffManifests(from!, to!), from!, to!);
    expect(findings.map((finding) => `${finding.verdict} ${finding.rule}`)).toEqual([`RECREATE ${rule}`]);
  });

  test('have an example each, of each kind', () => {
    const groupKind = ({ apiVersion, kind }: (typeof FIXED_FIELDS)[number]['object']) =>
      `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;
    const shown = new Set(cases.map(({ rule, object, field }) => `${rule} ${groupKind(object)} ${field}`));
    const told = FIELD_RULES.filter(({ verdict }) => verdict === 'RECREATE').flatMap(({ id, kinds, fields }) =>
      kinds.flatMap((kind) =>
        fields.map((field) => `${id} ${kind} ${typeof field === 'string' ? field : field.join('.')}`),
      ),
    );
    // The two kinds of content have each a field that the other lacks.
    const absent = ['immutable-content /Secret binaryData', 'immutable-content /ConfigMap stringData'];
    expect(told.filter((line) => !shown.has(line))).toEqual(absent);
  });
});
