import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sourceFiles } from '../fixtures';
import { type Import, importsOf, resolve } from './imports';

/** Layers of the library from the ground up; a folder may import those below it, and itself. */
const layers: readonly (readonly string[])[] = [
  ['problem', 'asset', 'images', 'yaml'],
  ['program'],
  ['kubernetes'],
  ['environment'],
  ['requirements'],
  ['manifests'],
  ['topology', 'gitops', 'secret-providers', 'operators'],
  ['exposure', 'network-plugins'],
  ['system'],
  ['secrets', 'storage'],
  ['endpoints', 'routes'],
  ['tiers'],
  ['observability'],
  ['checks', 'render'],
  ['foundation'],
  ['cluster', 'publish', 'project', 'init'],
  ['synthesis'],
  ['testing', 'cli'],
  ['index', 'entries'],
];

const library = sourceFiles('src');
const chartFiles = sourceFiles('charts');
const files = new Set([...library, ...chartFiles]);
const imports = [...files].flatMap(importsOf);
const layerNameOf = (file: string) => file.replace(/\.ts$/, '').split('/')[1]!;
const entries = Object.keys(JSON.parse(readFileSync('src/package.json', 'utf8')).exports).map((path) =>
  path.replace('.', 'cdk8s-tiers'),
);
const rankOf = (name: string) => layers.findIndex((layer) => layer.includes(name));

describe('the library', () => {
  test('has a layer for each of its folders and files', () => {
    const names = [...new Set(library.map(layerNameOf))].filter((name) => rankOf(name) < 0);
    expect(names).toEqual([]);
    const gone = layers.flat().filter((name) => !library.some((file) => layerNameOf(file) === name));
    expect(gone).toEqual([]);
  });

  test('imports nothing from a layer above, nor from beside', () => {
    const upwards = imports.flatMap(({ from, to }) => {
      const target = resolve(to, files);
      if (!from.startsWith('src/') || target === undefined) return [];
      const [own, other] = [layerNameOf(from), layerNameOf(target)];
      return own === other || rankOf(other) < rankOf(own) ? [] : [`${from} imports ${target}`];
    });
    expect(upwards).toEqual([]);
  });

  test('has no circle of imports, those of types included', () => {
    expect(circleIn(imports)).toBeUndefined();
    const back = { from: 'src/problem.ts', to: 'src/cli/main', typeOnly: true, late: false };
    expect(circleIn([...imports, back])).toEqual(expect.arrayContaining(['src/problem.ts', 'src/cli/main.ts']));
  });

  test('imports files that are there', () => {
    const lost = imports.filter(({ to }) => /^(?:src|charts)\//.test(to) && resolve(to, files) === undefined);
    expect(lost.filter(({ to }) => !/\.json$/.test(to))).toEqual([]);
  });

  test('imports none of its own files twice under the name of the package', () => {
    expect(imports.filter(({ from, to }) => from.startsWith('src/') && to === 'cdk8s-tiers')).toEqual([]);
  });
});

describe('charts', () => {
  test('import the entries of the library, and each other by name only', () => {
    const byPath = imports.filter(({ from, to }) => {
      if (!from.startsWith('charts/')) return false;
      if (/^cdk8s-tiers(?:\/|$)/.test(to)) return !entries.includes(to);
      if (to.startsWith('src/')) return true;
      return to.startsWith('charts/') && chartOf(to) !== chartOf(from) && chartOf(from) !== 'charts';
    });
    expect(byPath).toEqual([]);
  });
});

describe('every source', () => {
  test('leaves the tests alone', () => {
    expect(imports.filter(({ to }) => to.startsWith('test/') || /^(?:jest|@jest|fast-check)/.test(to))).toEqual([]);
  });

  test('has at most 300 lines', () => {
    const long = [...files].map((file) => `${file}: ${readFileSync(file, 'utf8').trimEnd().split('\n').length}`);
    expect(long.filter((entry) => Number(entry.split(': ')[1]) > 300)).toEqual([]);
  });

  test('named index.ts only re-exports', () => {
    const own = [...files]
      .filter((file) => basename(file) === 'index.ts')
      .filter((file) => {
        const rest = readFileSync(file, 'utf8')
          .replace(/\/\*\*?[\s\S]*?\*\//g, '')
          .replace(/^export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+';$/gm, '');
        return rest.trim() !== '';
      });
    expect(own).toEqual([]);
  });

  test('has a name of the field', () => {
    expect(
      [...files].filter((file) => /(?:^|[/-])(?:utils?|helpers?|misc|manager|common)(?:[./-]|$)/.test(file)),
    ).toEqual([]);
  });
});

function chartOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? parts[1]! : 'charts';
}

/** A circle of imports, or `undefined`. */
function circleIn(edges: readonly Import[]): string[] | undefined {
  const after = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const target = resolve(to, files);
    if (target !== undefined) after.set(from, (after.get(from) ?? new Set()).add(target));
  }
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of after.get(name) ?? []) {
      const circle = visit(next, [...path, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of after.keys()) {
    const circle = visit(name, []);
    if (circle) return circle;
  }
  return undefined;
}
