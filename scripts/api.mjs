// The API report: each entry of the library with every name that it exports and its signature, from the declarations that tsc wrote.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';

const { CompilerState, Extractor, ExtractorConfig } = createRequire(import.meta.url)('@microsoft/api-extractor');
const library = resolve('src');
const temporary = resolve('.cache/api');
/** Names that nobody has to write: what aliases are computed from, and what only the library hands to its own constructs. */
const unwritten = [
  ...['DeepReadonly', 'KUBERNETES_VERSIONS', 'environmentSchema', 'operator', 'writers'],
  ...['ArgoCdObject', 'Kinds', 'ProjectOwner', 'Rollout'],
];
const silent = { default: { logLevel: 'none' } };
const main = 'cdk8s-tiers';

/** What the main entry exports, with its docstrings, as API Extractor's model. Written with the reports. */
export const modelFile = resolve(temporary, `${main}.api.json`);

/** The entries by file name of their report: `index`, `kit`, ... */
function entries() {
  const { exports } = JSON.parse(readFileSync('src/package.json', 'utf8'));
  const declared = Object.entries(exports).filter(([, { types }]) => types !== undefined);
  return declared.map(([path, { types }]) => ({
    name: path === '.' ? main : path.slice(2).replaceAll('/', '-'),
    file: resolve(library, types),
  }));
}

/**
 * The reports by path in the repository.
 * @throws Error if the API names a type that no entry exports: nobody could write it down
 */
export function apiReports() {
  mkdirSync(temporary, { recursive: true });
  const all = entries();
  const files = all.map(({ file }) => file);
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
  };
  const reports = {};
  const needed = new Map();
  let compilerState;
  for (const { name, file } of all) {
    const config = ExtractorConfig.prepare({
      packageJsonFullPath: resolve(library, 'package.json'),
      configObject: {
        projectFolder: library,
        mainEntryPointFilePath: file,
        newlineKind: 'lf',
        compiler: { overrideTsconfig: { compilerOptions, files } },
        apiReport: { enabled: true, reportFolder: temporary, reportTempFolder: temporary, reportFileName: name },
        docModel: { enabled: name === main, apiJsonFilePath: modelFile },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: 'error' } },
          extractorMessageReporting: { ...silent, 'ae-forgotten-export': { logLevel: 'warning' } },
          tsdocMessageReporting: silent,
        },
      },
    });
    compilerState ??= CompilerState.create(config, { additionalEntryPoints: files });
    const { errorCount } = Extractor.invoke(config, {
      compilerState,
      localBuild: true,
      messageCallback(message) {
        message.handled = message.logLevel !== 'error';
        const [, symbol] = /symbol "(\w+)"/.exec(message.messageId === 'ae-forgotten-export' ? message.text : '') ?? [];
        if (symbol) needed.set(symbol, name);
      },
    });
    if (errorCount > 0) throw new Error(`API Extractor found errors in the declarations of ${name}`);
    const path = config.reportFilePath;
    reports[`docs/api/${basename(path)}`] = readFileSync(path, 'utf8');
  }
  const exported = new Set(Object.values(reports).flatMap(exportedNames));
  const lost = [...needed].filter(([symbol]) => !exported.has(symbol) && !unwritten.includes(symbol));
  if (lost.length === 0) return reports;
  throw new Error(
    `names in the API that no entry exports, add them to src/entries:\n${lost.map(([symbol, entry]) => `  ${symbol}, in ${entry}\n`).join('')}`,
  );
}

/** The names that a report exports, those of other packages among them. */
function exportedNames(report) {
  const own = report.matchAll(/^export (?:abstract )?(?:class|const|function|interface|type) (\w+)/gm);
  return [...own].map(([, name]) => name);
}
