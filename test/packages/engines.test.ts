import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const { packages }: { packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(__dirname, '../../package-lock.json'), 'utf8'),
);
const published = ['imports', 'src', 'charts/platform', 'charts/zamperla'];
/** The oldest version that our own packages promise to run on. */
const floor = [20, 0, 0] as const;

/** Where a package finds another one, as Node resolves: beside it, then in each folder above. */
function resolve(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const found = packages[path];
    if (found) return found.link ? found.resolved : path;
    if (folder === '') return undefined;
  }
}

/** Everything that is installed with our packages. */
function installed(): string[] {
  const found = new Set(published);
  for (const path of found) {
    const { dependencies, peerDependencies } = packages[path]!;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const next = resolve(path, name);
      if (next !== undefined) found.add(next);
    }
  }
  return [...found];
}

/** Whether a range of `engines` admits the floor: comparators of `>=`, `^` and `*`, joined by `||`. */
function admitsFloor(range: string): boolean {
  return range.split('||').some((part) => {
    const comparator = /^\s*(?:\*|(>=|\^)\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?)\s*$/.exec(part);
    if (!comparator) throw new Error(`cannot read the range '${range}' of engines, teach this test its form`);
    const [, sign, ...numbers] = comparator;
    if (sign === undefined) return true;
    const least = numbers.map((number) => Number(number ?? 0));
    const first = least.findIndex((number, index) => number !== floor[index]);
    const isBelow = first === -1 || least[first]! < floor[first]!;
    return isBelow && (sign === '>=' || least[0] === floor[0]);
  });
}

test.each<[string, boolean]>([
  ['*', true],
  ['>=20', true],
  ['>= 16.20.0', true],
  ['>=20.0.1', false],
  ['>=22', false],
  ['^20.0.0', true],
  ['^20.9.0 || >=22', false],
  ['^18.0.0 || ^20.0.0', true],
  ['^18.0.0', false],
])('the floor and %s', (range, admitted) => {
  expect(admitsFloor(range)).toBe(admitted);
});

test('whatever is installed with our packages runs on the oldest Node that they promise', () => {
  const paths = installed();
  expect(paths).toEqual(expect.arrayContaining(['node_modules/cdk8s', 'node_modules/zod', 'node_modules/commander']));
  for (const path of published) expect(packages[path]!.engines).toEqual({ node: `>=${floor[0]}` });
  const wrong = paths.filter((path) => !admitsFloor(packages[path]!.engines?.node ?? '*'));
  expect(wrong).toEqual([]);
});
