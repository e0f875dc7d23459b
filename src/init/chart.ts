import { compare } from '../problem';
import { type Call, call, expression, printCode } from './code';
import type { Place, PlannedCall, PlannedConstruct, SystemPlan } from './plan';

/** Text of `chart.ts`: the system, its Applications, its tiers, who talks to whom. */
export function chartText(plan: SystemPlan): string {
  const body = bodyOf(plan);
  const needsResources = /\bresources\b/.test(withoutTexts(body));
  const resources = needsResources
    ? '/** What a tier reserves where nothing else is known: measure, then say more. */\nconst resources = { cpu: Cpu.millis(50), memory: Size.mebibytes(256) };\n\n'
    : '';
  const settings = Object.keys(plan.images).length > 0 ? 'root, images' : 'root';
  const text = `${resources}export const chart = defineSystem({
  name: ${printCode(plan.name)},
  settings: ${settingsOf(plan)},
  build: (${settings}) => {
${body}    return system;
  },
});
`;
  return `${importsOf(text)}\n${text}`;
}

function settingsOf({ images }: SystemPlan): string {
  const entries = Object.keys(images).map((name) => [name, call('imageReference')]);
  return printCode(call('z.strictObject', Object.fromEntries(entries)), 2, 'settings: ,'.length);
}

const places: readonly { readonly place: Place; readonly comment: string }[] = [
  { place: 'data', comment: 'What holds data.' },
  { place: 'app', comment: 'What can be thrown away and made anew.' },
];

function bodyOf(plan: SystemPlan): string {
  const { name } = plan;
  const lines = [`const system = ${printCode(call('new System', expression('root'), name))};`];
  const written = new Set<string>();
  const waiting = new Set(plan.calls);
  const addCalls = () => {
    for (const planned of waiting) {
      if (![planned.of, ...planned.names].every((variable) => written.has(variable))) continue;
      lines.push(statement(planned.code));
      waiting.delete(planned);
    }
  };
  for (const { place, comment } of places) {
    const constructs = inOrder(
      plan.constructs.filter((construct) => construct.place === place),
      plan.calls,
    );
    if (constructs.length === 0) continue;
    const application = call('new Application', expression('system'), `${name}-${place}`, { namespace: name });
    lines.push('', `// ${comment}`, statement(application, place));
    const before = written.size;
    for (const { variable, code } of constructs) {
      const hasCalls = plan.calls.some(({ of }) => of === variable);
      const isFirst = written.size === before;
      if (!isFirst && hasCalls) lines.push('');
      const isNamed = isUsed(plan, variable);
      lines.push(statement(code, isNamed ? variable : undefined));
      written.add(variable);
      addCalls();
      if (hasCalls) lines.push('');
    }
  }
  return tidied(lines)
    .map((line) => (line === '' ? '\n' : `    ${line}\n`))
    .join('');
}

function isUsed({ constructs, calls }: SystemPlan, variable: string): boolean {
  return [...constructs, ...calls].some(({ code }) => names(code, variable));
}

/** Whether code names a variable, keys of objects aside. */
function names(code: Call, variable: string): boolean {
  const text = withoutTexts(printCode(code)).replaceAll(/\b\w+:/g, '');
  return new RegExp(`(?<!\\.)\\b${variable}\\b`).test(text);
}

/** What others name comes first, where there is such an order; else as it was. */
function inOrder(constructs: readonly PlannedConstruct[], calls: readonly PlannedCall[]): PlannedConstruct[] {
  const sorted = new Set<PlannedConstruct>();
  const visit = (construct: PlannedConstruct, path: readonly PlannedConstruct[]): void => {
    if (sorted.has(construct) || path.includes(construct)) return;
    const named = calls.filter(({ of }) => of === construct.variable).flatMap((planned) => planned.names);
    for (const other of constructs) {
      if (named.includes(other.variable) || names(construct.code, other.variable)) visit(other, [...path, construct]);
    }
    sorted.add(construct);
  };
  for (const construct of constructs) visit(construct, []);
  return [...sorted];
}

function statement(code: Call, variable?: string): string {
  const start = variable === undefined ? '' : `const ${variable} = `;
  return `${start}${printCode(code, 4, start.length + 1)};`;
}

/** One empty line at most, and none at the ends. */
function tidied(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== '' || (lines[index - 1] !== '' && index < lines.length - 1));
}

const library = "'cdk8s-tiers'";
const exported = new Set(
  'Application BackgroundService Cpu Credential defineSystem Duration generated imageReference OneShotJob outside Postgres Probe QueueWorker RabbitMq Redis SharedClaim Size StatefulService System WebService z'.split(
    ' ',
  ),
);

function importsOf(text: string): string {
  const words = new Set(withoutTexts(text).match(/(?<![.\w])[A-Za-z]\w*/g));
  const names = [...words].filter((word) => exported.has(word)).sort((a, b) => compare(sortKey(a), sortKey(b)));
  const line = `import { ${names.join(', ')} } from ${library};\n`;
  const own =
    line.length <= 121 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from ${library};\n`;
  return words.has('readFileSync') ? `import { readFileSync } from 'node:fs';\n${own}` : own;
}

/** Code whose texts and comments are empty: what is left are names. */
function withoutTexts(code: string): string {
  return code.replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[\s\S]*?\*\//g, "''");
}

/** Letter by letter, a capital before its small one: as formatters sort imported names. */
function sortKey(name: string): string {
  return name.replaceAll(/./g, (letter) => letter.toLowerCase() + (letter === letter.toLowerCase() ? '1' : '0'));
}
