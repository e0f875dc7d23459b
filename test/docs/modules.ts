import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../packages/outside-project';
import { root, textOf } from './markdown';

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
  api: 'declare const api: WebService;',
  resources: 'declare const resources: Resources;',
  TunnelExposure: 'declare const TunnelExposure: new (tunnel: string) => Exposure;',
  VaultProvider: 'declare const VaultProvider: new (mount: string) => SecretProvider;',
};

let entries: ReadonlyMap<string, string> | undefined;

/** Where each name of the API is exported, as the reports tell. */
function exportedFrom(): ReadonlyMap<string, string> {
  const { exports } = JSON.parse(textOf('src/package.json')) as { exports: Record<string, unknown> };
  const paths = Object.keys(exports).filter((path) => !/json$/.test(path));
  const names = paths.flatMap((path) => {
    const report = path === '.' ? 'cdk8s-tiers' : path.slice(2).replaceAll('/', '-');
    const text = textOf(`docs/api/${report}.api.md`);
    const found = text.matchAll(
      /^export (?:(?:abstract )?(?:class|const|function|interface|type) (\w+)|\{ (\w+) \})/gm,
    );
    return [...found].map(([, own, other]) => [own ?? other!, path.replace('.', 'cdk8s-tiers')] as const);
  });
  return new Map(names);
}

/** Code as a module: what it takes as given is declared, what it names of the API is imported. */
export function moduleOf(code: string): string {
  entries ??= exportedFrom();
  const known = entries;
  const declared = new Set([...code.matchAll(/\b(?:const|class|function) (?:\{ )?(\w+)/g)].map(([, name]) => name));
  const words = (text: string) => [...new Set(text.match(/\b[A-Za-z]\w*\b/g) ?? [])];
  const prelude = words(code).flatMap((word) => (declared.has(word) ? [] : (given[word] ?? [])));
  const imports = words(`${prelude.join('\n')}\n${code}`).flatMap((word) => {
    const entry = known.get(word);
    return entry === undefined || declared.has(word) || word in given ? [] : [`import { ${word} } from '${entry}';`];
  });
  return `${[...imports, ...prelude, code].join('\n')}\nexport {};\n`;
}

/** What the compiler says of modules, by file name. @param name of a folder for them, in the cache */
export function compileModules(name: string, modules: Readonly<Record<string, string>>) {
  const folder = join(root, '.cache', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(modules)) writeFileSync(join(folder, file), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { noEmit: true, composite: false, noUnusedLocals: false, noUnusedParameters: false },
    }),
  );
  return run(folder, join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
}
