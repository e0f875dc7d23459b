import type { Problem } from '../problem';
import { compare } from '../problem';

/** `from` comes after `to`; `sameWave` lets both share a wave. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** @default false */
  readonly sameWave?: boolean;
}

/** Numbers for names, or the circle that makes them impossible. */
export interface Waves {
  readonly waves: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/**
 * Gives every name the smallest wave that comes after everything it depends on: the longest path through the graph.
 * Time grows with names plus edges.
 *
 * @param last names that nothing waits for, and that are put into the last wave
 */
export function assignWaves(
  names: Iterable<string>,
  edges: readonly Edge[],
  last: ReadonlySet<string> = new Set(),
): Waves {
  const after = new Map<string, Edge[]>();
  for (const name of names) after.set(name, []);
  for (const edge of edges) after.get(edge.from)?.push(edge);
  for (const list of after.values()) list.sort((a, b) => compare(a.to, b.to));

  const waves = new Map<string, number>();
  const problems: Problem[] = [];
  const open: string[] = [];
  const finished: string[] = [];
  const state = new Map<string, 'open' | 'done'>();

  const visit = (start: string): void => {
    const stack: { name: string; next: number }[] = [{ name: start, next: 0 }];
    state.set(start, 'open');
    open.push(start);
    while (stack.length > 0) {
      const frame = stack[stack.length - 1]!;
      const dependencies = after.get(frame.name) ?? [];
      const edge = dependencies[frame.next++];
      if (edge) {
        if (!after.has(edge.to)) continue;
        const seen = state.get(edge.to);
        if (seen === 'open') {
          const circle = [...open.slice(open.indexOf(edge.to)), edge.to];
          problems.push({
            where: edge.to,
            message: `these depend on each other in a circle, so none can be rolled out first: ${circle.join(' -> ')}; remove one of the connections or give it \`ordered: false\``,
          });
        } else if (!seen) {
          state.set(edge.to, 'open');
          open.push(edge.to);
          stack.push({ name: edge.to, next: 0 });
        }
        continue;
      }
      const wave = Math.max(0, ...dependencies.map((edge) => (waves.get(edge.to) ?? -1) + (edge.sameWave ? 0 : 1)));
      waves.set(frame.name, wave);
      finished.push(frame.name);
      state.set(frame.name, 'done');
      open.pop();
      stack.pop();
    }
  };

  for (const name of [...after.keys()].sort(compare)) if (!state.has(name)) visit(name);
  const top = Math.max(0, ...waves.values());
  const needed = new Set(edges.map(({ to }) => to));
  for (const name of waves.keys()) if (last.has(name) && !needed.has(name)) waves.set(name, top);
  joinFirstConsumers(finished.reverse(), edges, waves);
  return { waves, problems };
}

/**
 * A claim that binds on first use never becomes ready before its consumer exists, so it waits for the consumer's wave.
 * Source: Argo CD issue 12840.
 */
function joinFirstConsumers(
  consumersFirst: readonly string[],
  edges: readonly Edge[],
  waves: Map<string, number>,
): void {
  const dependents = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (!waves.has(edge.from) || !waves.has(edge.to)) continue;
    const list = dependents.get(edge.to);
    if (list) list.push(edge);
    else dependents.set(edge.to, [edge]);
  }
  for (const name of consumersFirst) {
    const consumers = dependents.get(name) ?? [];
    if (consumers.length === 0 || !consumers.every((edge) => edge.sameWave)) continue;
    waves.set(name, Math.max(waves.get(name) ?? 0, Math.min(...consumers.map((edge) => waves.get(edge.from)!))));
  }
}
