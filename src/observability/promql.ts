import { parser } from '@prometheus-io/lezer-promql';

/** What is wrong with the syntax of a PromQL expression, or `undefined`. Types are not looked at. */
export function promqlProblem(expression: string): string | undefined {
  let at: number | undefined;
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.type.isError) at ??= node.from;
    },
  });
  if (at === undefined) return undefined;
  return `PromQL is wrong at character ${at + 1}, in '${expression}': correct it`;
}

/** Names of the metrics that an expression reads, sorted. */
export function metricNames(expression: string): string[] {
  const names = new Set<string>();
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') {
        names.add(expression.slice(node.from, node.to));
      }
    },
  });
  return [...names].sort();
}
