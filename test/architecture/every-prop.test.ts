import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interfacesOf, type SourceInterface, sourceFiles } from '../fixtures';

const byName = new Map(
  sourceFiles('src')
    .flatMap((file) => interfacesOf(file))
    .map((found) => [found.name, found]),
);

/** An interface and all that it extends. */
function withBases(name: string): SourceInterface[] {
  const found = byName.get(name.replace(/<.*/, ''));
  return found ? [found, ...found.extends.flatMap(withBases)] : [];
}

/** Interfaces whose properties a test looks for in the output, those that they extend among them. */
function shown(): Set<string> {
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'));
  const texts = tests.map((path) => readFileSync(join('test', path), 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/describeEveryProp\('(\w+)'/g)].map(([, name]) => name!));
  return new Set(names.flatMap(withBases).map(({ name }) => name));
}

const tiers = [...byName.values()].filter(({ name }) => withBases(name).some((base) => base.name === 'PodSettings'));
const seen = shown();

test('what tiers take is found', () => {
  const names = tiers.map(({ name }) => name);
  for (const known of ['WebServiceProps', 'PostgresProps', 'MigrationProps', 'GrafanaProps'])
    expect(names).toContain(known);
});

test.each(tiers.map(({ name, file }) => [name, file]))(
  'every property of %s is looked for in an output (%s)',
  (name) => {
    expect([...seen]).toContain(name);
  },
);
