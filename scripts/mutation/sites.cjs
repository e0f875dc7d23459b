// Finds where a fault can be planted in a source: places and texts, from swc's syntax tree.
const { parseSync } = require('@swc/core');

/**
 * A fault that can be planted: `text` takes the place of what stands from `start` to `end`. `before` and `after` are the code
 * around it, for people; `around` is where that code stands and how a probe is put round it.
 * @typedef {{ operator: string, start: number, end: number, text: string, line: number, before: string, after: string,
 *   around: { start: number, end: number, form: keyof forms } }} Site
 */

const swapped = {
  '>=': ['boundary', '>'],
  '>': ['boundary', '>='],
  '<=': ['boundary', '<'],
  '<': ['boundary', '<='],
  '&&': ['logic', '||'],
  '||': ['logic', '&&'],
  '===': ['equality', '!=='],
  '!==': ['equality', '==='],
};
/** Calls that can be left out: what they are called on takes their place. */
const dropped = new Map([
  ['sort', 'order'],
  ['toSorted', 'order'],
  ['filter', 'filter'],
]);
/** Statements that can be left out. */
const statements = ['ExpressionStatement', 'ContinueStatement', 'ThrowStatement'];
/** How a probe, here `@`, goes round code. */
const forms = { expression: ['(@, ', ')'], statement: ['{@; ', '}'], name: ["[(@, '", "')]"], text: ['[(@, ', ')]'] };
/** What holds no code that runs. */
const silent = ['span', 'typeAnnotation', 'typeArguments', 'typeParameters', 'typeParams', 'returnType'];

/** @returns {Site[]} every fault that can be planted in a text, in its order */
function sitesOf(source) {
  // swc counts from where its last file ended, and not from a comment: a statement of our own is the zero.
  const [zero, ...body] = parseSync(`0;${source.replace(/^#!/, '//')}`, {
    syntax: 'typescript',
    target: 'es2022',
  }).body;
  const indexOf = characterIndex(source);
  const placeOf = ({ span }) => [span.start, span.end].map((at) => indexOf(at - zero.span.start - 2));
  const sites = [];

  function add(operator, [start, end], text, node, form = 'expression') {
    const [from, to] = placeOf(node);
    const line = source.slice(0, start).split('\n').length;
    const after = source.slice(from, start) + text + source.slice(end, to);
    const around = { start: from, end: to, form };
    sites.push({ operator, start, end, text, line, before: source.slice(from, to), after, around });
  }
  const leaveOut = (operator, node) => add(operator, placeOf(node), '{}', node, 'statement');
  function fillDefault(node) {
    const empty = node?.type === 'ArrayExpression' && node.elements.length === 0;
    if (empty) add('default', placeOf(node), "['mutated']", node);
  }

  const visitors = {
    BinaryExpression(node) {
      if (node.operator === '??') fillDefault(node.right);
      if (!(node.operator in swapped)) return;
      const [operator, text] = swapped[node.operator];
      const start = source.indexOf(node.operator, placeOf(node.left)[1]);
      add(operator, [start, start + node.operator.length], text, node);
    },
    BooleanLiteral: (node) => add('boolean', placeOf(node), String(!node.value), node),
    NumericLiteral: (node) => add('number', placeOf(node), `(${source.slice(...placeOf(node))} + 1)`, node),
    AssignmentPattern: (node) => fillDefault(node.right),
    AssignmentPatternProperty: (node) => fillDefault(node.value),
    CallExpression(node, inChain) {
      const { callee } = node;
      const operator = callee.type === 'MemberExpression' && dropped.get(callee.property.value);
      if (operator && !inChain) add(operator, placeOf(node), source.slice(...placeOf(callee.object)), node);
    },
    KeyValueProperty({ key }) {
      const form = { Identifier: 'name', StringLiteral: 'text' }[key.type];
      if (form) add('key', placeOf(key), `'${key.value}Mutated'`, key, form);
    },
    IfStatement({ consequent }) {
      const last = consequent.type === 'BlockStatement' ? consequent.stmts.at(-1) : consequent;
      if (last?.type === 'ReturnStatement') leaveOut('return', last);
    },
  };

  function visit(node, inChain = false) {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const one of node) visit(one, inChain);
      return;
    }
    // Of TypeScript's own nodes those that hold an expression are code: `x as T`, `x!`, `x satisfies T`.
    if (node.type?.startsWith('Ts') && node.expression === undefined && node.param === undefined) return;
    visitors[node.type]?.(node, inChain);
    if (statements.includes(node.type) && !isNeeded(node)) leaveOut('statement', node);
    const chain = node.type === 'OptionalChainingExpression';
    for (const [name, child] of Object.entries(node)) {
      if (silent.includes(name) || (name === 'key' && child?.type !== 'Computed')) continue;
      visit(child, chain || (inChain && ['base', 'callee', 'object'].includes(name)));
    }
  }

  visit(body);
  return sites.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Directives, and the call without which a constructor throws in any case. */
function isNeeded({ type, expression }) {
  if (type !== 'ExpressionStatement') return false;
  return expression.type === 'StringLiteral' || expression.callee?.type === 'Super';
}

/** Turns offsets in UTF-8 bytes into those in characters of the text. */
function characterIndex(source) {
  if (Buffer.byteLength(source) === source.length) return (byte) => byte;
  const bytes = Buffer.from(source);
  return (byte) => bytes.subarray(0, byte).toString('utf8').length;
}

/** The text with one fault planted. */
function plant(source, { start, end, text }) {
  return source.slice(0, start) + text + source.slice(end);
}

/**
 * The text that calls `globalThis.mutationSeen(id)` when a site's code runs, and does the same otherwise.
 * @param {{ id: number, around: Site['around'] }[]} sites
 */
function probed(source, sites) {
  const marks = sites.flatMap(({ id, around: { start, end, form } }) => {
    const [open, close] = forms[form];
    return [
      // Where several begin at one place the longest is outside; what ends there comes before what begins.
      { at: start, order: [1, -end], text: open.replace('@', `globalThis.mutationSeen(${id})`) },
      { at: end, order: [0, -start], text: close },
    ];
  });
  marks.sort((a, b) => a.at - b.at || a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  let text = '';
  let from = 0;
  for (const { at, text: mark } of marks) {
    text += source.slice(from, at) + mark;
    from = at;
  }
  return text + source.slice(from);
}

module.exports = { sitesOf, plant, probed };
