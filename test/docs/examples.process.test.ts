import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../fixtures';
import { run } from '../packages/outside-project';
import { root, textOf } from './markdown';

/** Names of the API that nobody should have to guess at. */
const main = [
  ...['WebService', 'Postgres', 'RabbitMq', 'QueueWorker', 'Migration', 'SharedClaim', 'Credential', 'ConfigFiles'],
  ...['System', 'defineSystem', 'Application', 'Project', 'KubeObject', 'runChecks', 'Rule', 'Prometheus', 'dashboard'],
  ...['defineExposure', 'defineSecretProvider'],
];

/** What examples take as given, by name: what else they use is imported. */
const given: Readonly<Record<string, string>> = {
  app: 'declare const app: Application;',
  data: 'declare const data: Application;',
  monitoring: 'declare const monitoring: Application;',
  root: 'declare const root: EnvironmentRoot;',
  system: 'declare const system: System;',
  shop: 'declare const shop: SystemDefinition;',
  database: 'declare const database: Postgres;',
  broker: 'declare const broker: RabbitMq;',
  orders: 'declare const orders: IQueue;',
  web: 'declare const web: WebService;',
  resources: 'declare const resources: Resources;',
  TunnelExposure: 'declare const TunnelExposure: new (tunnel: string) => Exposure;',
  VaultProvider: 'declare const VaultProvider: new (mount: string) => SecretProvider;',
};

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

/** Where each name of the API is exported, as the reports tell. */
function exportedFrom(): Map<string, string> {
  const { exports } = JSON.parse(textOf('src/package.json')) as { exports: Record<string, unknown> };
  const entries = Object.keys(exports).filter((path) => !/json$/.test(path));
  const names = entries.flatMap((path) => {
    const report = path === '.' ? 'cdk8s-tiers' : path.slice(2).replaceAll('/', '-');
    const text = textOf(`docs/api/${report}.api.md`);
    const found = text.matchAll(
      /^export (?:(?:abstract )?(?:class|const|function|interface|type) (\w+)|\{ (\w+) \})/gm,
    );
    return [...found].map(([, own, other]) => [own ?? other!, path.replace('.', 'cdk8s-tiers')] as const);
  });
  return new Map(names);
}

/** An example as a module: what it takes as given is declared, what it names of the API is imported. */
function moduleOf({ code }: Example, entries: ReadonlyMap<string, string>): string {
  const declared = new Set([...code.matchAll(/\b(?:const|class|function) (?:\{ )?(\w+)/g)].map(([, name]) => name));
  const words = (text: string) => [...new Set(text.match(/\b[A-Za-z]\w*\b/g) ?? [])];
  const prelude = words(code).flatMap((word) => (declared.has(word) ? [] : (given[word] ?? [])));
  const imports = words(`${prelude.join('\n')}\n${code}`).flatMap((word) => {
    const entry = entries.get(word);
    return entry === undefined || declared.has(word) || word in given ? [] : [`import { ${word} } from '${entry}';`];
  });
  return `${[...imports, ...prelude, code].join('\n')}\nexport {};\n`;
}

test('the main names of the API have an example', () => {
  expect(main.filter((name) => !examples.some((example) => example.name === name))).toEqual([]);
});

test('every example compiles', () => {
  const folder = join(root, '.cache/examples');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const entries = exportedFrom();
  for (const [index, example] of examples.entries()) {
    writeFileSync(join(folder, `${example.name}-${index}.ts`), moduleOf(example, entries));
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { noEmit: true, composite: false, noUnusedLocals: false, noUnusedParameters: false },
    }),
  );
  expect(run(folder, join(root, 'node_modules/.bin/tsc'), ['-p', folder])).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  });
});
