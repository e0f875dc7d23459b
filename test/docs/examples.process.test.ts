import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../fixtures';
import { root } from './markdown';
import { compileModules, moduleOf } from './modules';

/** Names of the API that nobody should have to guess at. */
const main = [
  ...['WebService', 'Postgres', 'RabbitMq', 'QueueWorker', 'Migration', 'SharedClaim', 'Credential', 'ConfigFiles'],
  ...['System', 'defineSystem', 'Application', 'Project', 'KubeObject', 'runChecks', 'Rule', 'Prometheus', 'dashboard'],
  ...['defineExposure', 'defineSecretProvider'],
];

interface Example {
  readonly name: string;
  readonly code: string;
}

/** The code after `@example` in the docstring of everything that is exported. */
function examplesIn(file: string): Example[] {
  const found = readFileSync(join(root, file), 'utf8').matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:abstract )?(?:class|function|interface) (\w+)/g,
  );
  return [...found].flatMap(([, comment, name]) => {
    const text = comment!.replaceAll(/^ \* ?/gm, '');
    const [, code] = /@example\n([\s\S]*?)(?:\n\n?@|$)/.exec(text) ?? [];
    return code === undefined ? [] : [{ name: name!, code }];
  });
}

const examples = sourceFiles('src').flatMap(examplesIn);

test('the main names of the API have an example', () => {
  expect(main.filter((name) => !examples.some((example) => example.name === name))).toEqual([]);
});

test('every example compiles', () => {
  const modules = examples.map(({ name, code }, index) => [`${name}-${index}.ts`, moduleOf(code)]);
  expect(compileModules('examples', Object.fromEntries(modules))).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});
