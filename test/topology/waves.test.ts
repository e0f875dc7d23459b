import fc from 'fast-check';
import { assignWaves, type Edge } from '../../src/topology';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const follows = (from: string, to: string, sameWave = false): Edge => ({ from, to, ...(sameWave && { sameWave }) });

/** Edges that always lead to an earlier name, so that there is no circle. */
const acyclicEdges = fc
  .array(fc.tuple(fc.nat(names.length - 1), fc.nat(names.length - 1), fc.boolean()), { maxLength: 24 })
  .map((pairs) =>
    pairs.flatMap(([x, y, sameWave]): Edge[] =>
      x === y ? [] : [{ from: names[Math.max(x, y)]!, to: names[Math.min(x, y)]!, sameWave }],
    ),
  );
const anyEdges = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 20 })
  .map((pairs) => pairs.map(([from, to]) => follows(from, to)));
const wavesOf = (edges: readonly Edge[], last?: ReadonlySet<string>) => {
  const { waves, problems } = assignWaves(names, edges, last);
  expect(problems).toEqual([]);
  return waves;
};

describe('waves', () => {
  test('are a topological order: what is depended on comes before, or together where that is allowed', () => {
    fc.assert(
      fc.property(acyclicEdges, (edges) => {
        const waves = wavesOf(edges);
        for (const { from, to, sameWave } of edges) {
          if (sameWave) expect(waves.get(from)).toBeGreaterThanOrEqual(waves.get(to)!);
          else expect(waves.get(from)).toBeGreaterThan(waves.get(to)!);
        }
      }),
    );
  });

  test('are the smallest: each is zero or follows right after something', () => {
    fc.assert(
      fc.property(acyclicEdges, (given) => {
        const edges = given.map(({ from, to }) => follows(from, to));
        const waves = wavesOf(edges);
        for (const [name, wave] of waves) {
          const needed = edges.filter(({ from }) => from === name).map(({ to }) => waves.get(to)!);
          expect(wave).toBe(needed.length === 0 ? 0 : Math.max(...needed) + 1);
        }
      }),
    );
  });

  test('put what binds on first use into the wave of its first consumer', () => {
    fc.assert(
      fc.property(acyclicEdges, (edges) => {
        const waves = wavesOf(edges);
        for (const name of names) {
          const consumers = edges.filter(({ to }) => to === name);
          if (consumers.length === 0 || !consumers.every(({ sameWave }) => sameWave)) continue;
          expect(waves.get(name)).toBe(Math.min(...consumers.map(({ from }) => waves.get(from)!)));
        }
      }),
    );
  });

  test('do not depend on the order in which names and edges came', () => {
    fc.assert(
      fc.property(
        anyEdges.chain((edges) =>
          fc.tuple(fc.constant(edges), fc.shuffledSubarray(edges, { minLength: edges.length })),
        ),
        fc.shuffledSubarray(names, { minLength: names.length }),
        ([edges, shuffled], shuffledNames) => {
          const one = assignWaves(names, edges);
          const other = assignWaves(shuffledNames, shuffled);
          expect(other.problems).toEqual(one.problems);
          expect(new Map([...other.waves].sort())).toEqual(new Map([...one.waves].sort()));
        },
      ),
    );
  });

  test('are told as impossible exactly when there is a circle, which is named', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        const { problems } = assignWaves(names, edges);
        expect(problems.length > 0).toBe(hasCircle(edges));
        for (const { where, message } of problems) {
          const circle = /in a circle, so none can be rolled out first: (.+); remove/.exec(message)![1]!.split(' -> ');
          expect(circle[0]).toBe(where);
          expect(circle.at(-1)).toBe(where);
          for (const [index, from] of circle.slice(0, -1).entries()) {
            expect(edges).toContainEqual(follows(from, circle[index + 1]!));
          }
        }
      }),
    );
  });

  test('tell a circle with its whole path', () => {
    expect(assignWaves(names, [follows('a', 'b'), follows('b', 'c'), follows('c', 'a')]).problems).toEqual([
      {
        where: 'a',
        message:
          'these depend on each other in a circle, so none can be rolled out first: a -> b -> c -> a; remove one of the connections or give it `ordered: false`',
      },
    ]);
  });

  test('leave names out that were not given', () => {
    expect([...assignWaves(['a'], [follows('a', 'stranger')]).waves]).toEqual([['a', 0]]);
  });

  test('put what is marked last behind everything, unless something waits for it', () => {
    const edges = [follows('b', 'a'), follows('c', 'b'), follows('h', 'd')];
    const waves = wavesOf(edges, new Set(['e', 'd']));
    expect([waves.get('c'), waves.get('e'), waves.get('d')]).toEqual([2, 2, 0]);
  });

  test('of a long chain and a wide hub do not exhaust the stack', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `n${String(index).padStart(6, '0')}`);
    const chain = many.slice(1).map((from, index) => follows(from, many[index]!));
    const hub = many.slice(1).map((from) => follows(from, many[0]!, true));
    expect(assignWaves(many, chain).waves.get(many.at(-1)!)).toBe(many.length - 1);
    expect(assignWaves(many, hub).waves.get(many.at(-1)!)).toBe(0);
  });
});

function hasCircle(edges: readonly Edge[]): boolean {
  const left = new Set(names);
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of left) {
      if (edges.some(({ from, to }) => from === name && left.has(to))) continue;
      left.delete(name);
      changed = true;
    }
  }
  return left.size > 0;
}
