import { dump } from 'js-yaml';

const options = { noRefs: true, lineWidth: -1 };

/**
 * YAML in the order of the keys: no anchors, no folded lines, so that sharing a value never changes the bytes.
 *
 * The text is the one js-yaml writes, but js-yaml is asked for uncommon scalars only, and once for each: how to quote them
 * is nearly all the work.
 */
export function stringify(value: unknown): string {
  if (!isObject(value) || !isUsual(value)) return dump(value, options);
  const text: string[] = [];
  addBlock(text, value, '');
  return text.join('');
}

/** Whether a value is what objects are made of, without the corners that are js-yaml's alone to write. */
function isUsual(value: unknown): boolean {
  // A text with empty lines at its end may also end the document with a mark.
  if (typeof value === 'string') return value.at(-1) !== '\n' || (value !== '\n' && value.at(-2) !== '\n');
  if (!isObject(value)) return value === null || typeof value === 'boolean' || typeof value === 'number';
  if (Array.isArray(value)) return value.every(isUsual);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    // Keys of several lines or of more than 1,024 characters are written in another form.
    if (key.length > 1000 || key.includes('\n') || !isUsual((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Adds the lines of a map or list, the first one without its indent. */
function addBlock(text: string[], value: object, indent: string): void {
  const inner = `${indent}  `;
  let start = '';
  if (Array.isArray(value)) {
    if (value.length === 0) text.push('[]\n');
    for (const item of value) {
      text.push(start, '- ');
      if (isObject(item)) addBlock(text, item, inner);
      else text.push(scalar(item, indent));
      start = indent;
    }
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) text.push('{}\n');
  for (const [key, entry] of entries) {
    text.push(start, keys.get(key));
    if (!isObject(entry)) text.push(' ', scalar(entry, indent));
    else {
      text.push(isEmpty(entry) ? ' ' : `\n${inner}`);
      addBlock(text, entry, inner);
    }
    start = indent;
  }
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** Texts of one kind, remembered until they are many. */
class Memory {
  private readonly texts = new Map<string, string>();
  private size = 0;

  constructor(private readonly make: (value: string) => string) {}

  get(value: string): string {
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    const text = this.make(value);
    this.size += value.length + text.length;
    if (this.size > mostCharacters) {
      this.texts.clear();
      this.size = text.length;
    }
    this.texts.set(value, text);
    return text;
  }
}

// No scalar that begins with a letter or slash and has six characters means anything but itself; ` #` and `: ` are left out.
const plainText = /^[a-zA-Z/](?:[!"$-9;-~]|[ :](?=[!"$-9;-~])){5,}$/;
// Shorter ones are themselves but for the words that one parser or another takes for a value.
const plainWord = /^(?!(?:[yn]|yes|no|on|off|true|false|null)$)[a-z][a-z0-9_./-]{0,4}$/i;
const isPlain = (text: string) => plainText.test(text) || plainWord.test(text);
const blockText = /^[!-~][ -~\n]*\n[ -~\n]*[!-~]\n?$/;
const mostCharacters = 4_000_000;
const keys = new Memory((name) => (isPlain(name) ? `${name}:` : dump({ [name]: 0 }, options).slice(0, -' 0\n'.length)));
const strings = new Memory((value) => dump({ k: value }, options).slice('k: '.length));

/** A scalar and the end of its line; the further lines of a text stand below the indent. */
function scalar(value: unknown, indent: string): string {
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return `${value}\n`;
  if (typeof value !== 'string') return dump(value, options);
  if (isPlain(value)) return `${value}\n`;
  if (blockText.test(value)) {
    const lines = `\n${value}`.replaceAll(/\n(?=[^\n])/g, `\n${indent}  `);
    return value.endsWith('\n') ? `|${lines}` : `|-${lines}\n`;
  }
  const text = strings.get(value);
  return text.indexOf('\n') === text.length - 1 ? text : text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
}
