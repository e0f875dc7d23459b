/** A piece of TypeScript: plain data, a name or expression as it stands, or a call. */
export type Code = string | number | boolean | Expression | Call | readonly Code[] | CodeObject;

/** An object literal; keys of `undefined` are left out. */
export interface CodeObject {
  readonly [key: string]: Code | undefined;
}

/** An expression as it stands: a variable, `images.web`. */
export class Expression {
  constructor(readonly text: string) {}
}

/** A call of a function, a method or a constructor (`new WebService`). */
export class Call {
  constructor(
    readonly callee: string,
    readonly args: readonly Code[],
  ) {}
}

/** An expression as it stands. */
export function expression(text: string): Expression {
  return new Expression(text);
}

/** A call. */
export function call(callee: string, ...args: readonly Code[]): Call {
  return new Call(callee, args);
}

const width = 120;
const step = 2;

/**
 * Text of a piece of code, broken into lines where it is too long for one.
 *
 * @param indent of the line that it stands on
 * @param taken columns of that line that other text takes, the indent left out
 */
export function printCode(code: Code, indent = 0, taken = 0): string {
  const flat = onOneLine(code);
  if (indent + taken + flat.length <= width && !flat.includes('\n')) return flat;
  const inner = indent + step;
  const [pad, end] = [' '.repeat(inner), ' '.repeat(indent)];
  const block = (open: string, lines: readonly string[], close: string) =>
    lines.length === 0 ? open + close : `${open}\n${lines.map((line) => `${pad}${line},\n`).join('')}${end}${close}`;
  if (code instanceof Call) {
    const before = code.args.slice(0, -1).map(onOneLine);
    const last = code.args.at(-1);
    if (last === undefined) return flat;
    // As formatters have it: the last argument opens on the line of the call, if it is what is long.
    if (isNested(last)) {
      const head = `${code.callee}(${before.map((one) => `${one}, `).join('')}`;
      return `${head}${printCode(last, indent, width)})`;
    }
    return block(
      `${code.callee}(`,
      code.args.map((one) => printCode(one, inner, 1)),
      ')',
    );
  }
  if (isList(code))
    return block(
      '[',
      code.map((one) => printCode(one, inner, 1)),
      ']',
    );
  if (isObject(code)) {
    const lines = entriesOf(code).map(([key, value]) => {
      const name = keyText(key);
      if (isShorthand(key, value)) return name;
      return `${name}: ${printCode(value, inner, name.length + 3)}`;
    });
    return block('{', lines, '}');
  }
  return flat;
}

function onOneLine(code: Code): string {
  if (code instanceof Expression) return code.text;
  if (code instanceof Call) return `${code.callee}(${code.args.map(onOneLine).join(', ')})`;
  if (isList(code)) return `[${code.map(onOneLine).join(', ')}]`;
  if (isObject(code)) {
    const entries = entriesOf(code).map(([key, value]) =>
      isShorthand(key, value) ? key : `${keyText(key)}: ${onOneLine(value)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof code === 'string' ? textLiteral(code) : String(code);
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}

function isObject(code: Code): code is CodeObject {
  return typeof code === 'object' && !isList(code) && !(code instanceof Expression) && !(code instanceof Call);
}

function isNested(code: Code): boolean {
  return isList(code) || isObject(code);
}

function isShorthand(key: string, value: Code): boolean {
  return value instanceof Expression && value.text === key;
}

function entriesOf(code: CodeObject): [string, Code][] {
  return Object.entries(code).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : textLiteral(key);
}

/** In single quotes, unless it would have to escape more of them than double ones. */
function textLiteral(text: string): string {
  const count = (quote: string) => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote;
}
