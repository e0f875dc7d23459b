/** Loaded with the first expression: charts without any need no parser. */
const promql = (): typeof import('@prometheus-io/lezer-promql') => require('@prometheus-io/lezer-promql');

const correctForms = new Set<string>();

/** What is wrong with the syntax of a PromQL expression, or `undefined`. Types are not looked at. */
export function promqlProblem(expression: string): string | undefined {
  // What stands in a plain string never matters to the syntax, and that is all in which copies of a system differ.
  const form = /['`\\#]/.test(expression) ? expression : expression.replaceAll(/"[^"\n]*"/g, '""');
  if (correctForms.has(form)) return undefined;
  let at: number | undefined;
  promql()
    .parser.parse(expression)
    .iterate({
      enter: (node) => {
        if (node.type.isError) at ??= node.from;
      },
    });
  if (at === undefined) {
    correctForms.add(form);
    return undefined;
  }
  return `PromQL is wrong at character ${at + 1}, in '${expression}': correct it`;
}

/** Names of the metrics that an expression reads, sorted. */
export function metricNames(expression: string): string[] {
  const names = new Set<string>();
  promql()
    .parser.parse(expression)
    .iterate({
      enter: (node) => {
        if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') {
          names.add(expression.slice(node.from, node.to));
        }
      },
    });
  return [...names].sort();
}
