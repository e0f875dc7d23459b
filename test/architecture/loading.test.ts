import { sourceFiles } from '../fixtures';
import { importsOf, resolve } from './imports';

const files = new Set([...sourceFiles('src'), ...sourceFiles('imports').filter((file) => !file.includes('/crds/'))]);

/** Packages of others that are loaded with a file: what it and its imports name, types and late ones aside. */
function packagesOf(entry: string): string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { to, typeOnly, late } of importsOf(file)) {
      if (typeOnly || late) continue;
      const own = resolve(to.replace(/^@cdk8s-tiers\/imports\//, 'imports/'), files);
      if (own) visit(own);
      else if (!to.startsWith('node:')) packages.add(to);
    }
  };
  visit(entry);
  return [...packages].sort();
}

const chart = ['cdk8s', 'constructs', 'zod'];

// What is not in a row takes no time there: cdk8s-plus, the parser of PromQL and the progress line are loaded by what uses them.
test.each<[entry: string, packages: string[]]>([
  ['index', chart],
  ['entries/kit', chart],
  ['entries/observability', [...chart, 'js-yaml']],
  ['entries/checks', ['js-yaml', 'picocolors']],
  ['entries/cli', ['commander', 'picocolors']],
  ['cli/synth', [...chart, 'commander', 'js-yaml', 'picocolors', 'yaml']],
  ['cli/init', [...chart, 'commander', 'js-yaml', 'picocolors', 'yaml']],
  ['cli/schema', [...chart, 'js-yaml', 'yaml']],
  ['cli/check', ['commander', 'js-yaml']],
  ['cli/diff', ['commander', 'js-yaml', 'picocolors']],
  ['cli/publish', ['commander', 'js-yaml', 'picocolors', 'zod']],
  ['cli/apply', ['commander', 'js-yaml']],
  ['cli/secrets', ['commander', 'js-yaml']],
  ['cli/e2e', ['commander', 'js-yaml']],
])('%s loads these packages alone: %j', (entry, packages) => {
  expect(packagesOf(`src/${entry}.ts`)).toEqual([...packages].sort());
});
