import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules, describeRules } from '../../src/checks';

test('docs/checks.md is what the rules say', () => {
  expect(readFileSync(join(__dirname, '../../docs/checks.md'), 'utf8')).toBe(describeRules());
});

test('every rule is described', () => {
  const page = describeRules();
  expect(allRules.filter(({ id }) => !page.includes(`- **\`${id}\`** (`))).toEqual([]);
});
