/** What is said of a variable that has no value. */
export type TellMissing = (name: string) => void;

/**
 * Puts variables into a text as Compose does: `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:+other}`, `${X?message}`; `$$` is a
 * dollar. Source: Compose specification, interpolation.
 *
 * @param missing told of each variable without value and default, which becomes empty text
 */
export function interpolate(text: string, variables: ReadonlyMap<string, string>, missing: TellMissing): string {
  let result = '';
  for (let index = 0; index < text.length; index++) {
    if (text[index] !== '$') {
      result += text[index];
      continue;
    }
    const rest = text.slice(index + 1);
    const plain = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (rest.startsWith('$')) {
      result += '$';
      index += 1;
    } else if (plain !== undefined) {
      result += textOf(plain, variables, missing);
      index += plain.length;
    } else if (rest.startsWith('{')) {
      const inner = untilBrace(rest.slice(1));
      result += braced(inner, variables, missing);
      index += inner.length + 2;
    } else result += '$';
  }
  return result;
}

function braced(inner: string, variables: ReadonlyMap<string, string>, missing: TellMissing): string {
  const [, name = '', colon, operator, word = ''] = /^(\w+)(?:(:?)([-+?])([\s\S]*))?$/.exec(inner) ?? [];
  const value = variables.get(name);
  const isSet = value !== undefined && !(colon === ':' && value === '');
  const other = () => interpolate(word, variables, missing);
  if (operator === '+') return isSet ? other() : '';
  if (isSet) return value;
  return operator === '-' ? other() : textOf(name, variables, missing);
}

function textOf(name: string, variables: ReadonlyMap<string, string>, missing: TellMissing): string {
  const value = variables.get(name);
  if (value === undefined) missing(name);
  return value ?? '';
}

function untilBrace(text: string): string {
  let depth = 1;
  for (let index = 0; index < text.length; index++) {
    if (text.startsWith('${', index)) depth += 1;
    else if (text[index] === '}') depth -= 1;
    if (depth === 0) return text.slice(0, index);
  }
  return text;
}

/** Variables of an env file: `NAME=value` a line, with comments and quotes. */
export function readEnvFile(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, raw = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(raw);
    variables.set(name, quoted ? quoted[2]! : raw.replace(/(?:^|\s+)#.*$/, ''));
  }
  return variables;
}
