import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIELD_RULES, REMOVAL_RULES, SET_RULES } from '../../../src/checks/change-safety/rules';
import { ruleCatalogue } from '../../../src/checks/change-safety/rules/catalogue';

const page = readFileSync(join(__dirname, '../../../docs/diff.md'), 'utf8');

test('the page on diff has every rule with its verdict, kinds and fields', () => {
  const rows = ruleCatalogue().map(
    ({ id, verdict, kinds, about }) => `| ${verdict} | ${id} | ${kinds.join(', ') || 'any'} | ${about} |`,
  );
  expect(
    page
      .slice(page.indexOf('## The rules'))
      .split('\n')
      .filter((line) => /^\| (BLOCK|RECREATE|WARN|OK) \| [a-z-]+ \|/.test(line)),
  ).toEqual(rows);
});

test.each([...REMOVAL_RULES, ...FIELD_RULES, ...SET_RULES].map((rule) => [rule.id, rule] as const))(
  '%s says how to get there safely, unless it is harmless',
  (_id, { verdict, procedure }) => {
    expect(procedure === '').toBe(verdict === 'OK');
  },
);
