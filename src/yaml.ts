import { dump } from 'js-yaml';

const options = { noRefs: true, lineWidth: -1 };

/**
 * YAML in the order of the keys: no anchors, no folded lines, so that sharing a value never changes the bytes.
 *
 * The text is the one js-yaml writes. It is asked for each scalar once: manifests repeat the same names, labels and scripts,
 * and how to quote one of them is nearly all the work.
 */
export function stringify(value: unknown): string {
  return isObject(value) && isUsual(value) ? block(value, '') : dump(value, options);
}

/** Whether a value is what objects are made of, without the corners that are js-yaml's alone to write. */
function isUsual(value: unknown): boolean {
  // A text with empty lines at its end may also end the document with a mark.
  if (typeof value === 'string') return !value.endsWith('\n\n') && value !== '\n';
  if (!isObject(value)) return value === null || typeof value === 'boolean' || typeof value === 'number';
  if (Array.isArray(value)) return value.every(isUsual);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  // Keys of several lines or of more than 1,024 characters are written in another form.
  return Object.entries(value).every(([key, entry]) => key.length < 1000 && !key.includes('\n') && isUsual(entry));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The lines of a map or list, the first one without its indent. */
function block(value: object, indent: string): string {
  let text = '';
  const start = () => (text === '' ? '' : indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]\n';
    for (const item of value) {
      text += `${start()}- ${isObject(item) ? block(item, `${indent}  `) : scalar(item, indent)}`;
    }
    return text;
  }
  const inner = `${indent}  `;
  for (const [name, entry] of Object.entries(value)) {
    text += `${start()}${key(name)}:`;
    if (!isObject(entry)) text += ` ${scalar(entry, indent)}`;
    else if (Object.keys(entry).length === 0) text += ` ${block(entry, inner)}`;
    else text += `\n${inner}${block(entry, inner)}`;
  }
  return text === '' ? '{}\n' : text;
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

const mostCharacters = 4_000_000;
const keys = new Memory((name) => dump({ [name]: 0 }, options).slice(0, -': 0\n'.length));
const strings = new Memory((value) => dump({ k: value }, options).slice('k: '.length));

function key(name: string): string {
  return keys.get(name);
}

/** A scalar and the end of its line; the further lines of a text stand below the indent. */
function scalar(value: unknown, indent: string): string {
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && value !== 0)) return `${value}\n`;
  if (typeof value !== 'string') return dump(value, options);
  const text = strings.get(value);
  return indent === '' || text.indexOf('\n') === text.length - 1
    ? text
    : text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
}
