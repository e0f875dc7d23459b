import { isMap } from '../../../manifests/fields';
import type { FieldChange } from '../semantic';

/** Longest value that is written out, in characters. */
const LONGEST = 100;

/** Old and new value; of long texts only where they differ first. */
export function showValues({ from, to }: FieldChange): string {
  if (typeof from === 'string' && typeof to === 'string' && Math.max(from.length, to.length) > LONGEST)
    return showTexts(from, to);
  return `${showValue(from)} → ${showValue(to)}`;
}

/** A value in one line, cut off where it gets long; what holds secrets is hidden before it comes here. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return '(none)';
  const text = JSON.stringify(value);
  if (text.length <= LONGEST) return text;
  if (typeof value === 'string') return `${JSON.stringify(value.slice(0, LONGEST - 20))}… (${lines(value)})`;
  if (Array.isArray(value)) return `[${value.length} elements]`;
  return isMap(value)
    ? `{${Object.keys(value)
        .join(', ')
        .slice(0, LONGEST - 10)}}`
    : text.slice(0, LONGEST);
}

function showTexts(from: string, to: string): string {
  const [old, now] = [from.split('\n'), to.split('\n')];
  const first = old.findIndex((line, index) => line !== now[index]);
  const at = first < 0 ? old.length : first;
  const [before, after] = [old[at], now[at]].map((line) =>
    line === undefined ? '(none)' : JSON.stringify(line.trim().slice(0, LONGEST / 2)),
  );
  return `${lines(from)} → ${lines(to)}, line ${at + 1}: ${before} → ${after}`;
}

function lines(text: string): string {
  const count = text.replace(/\n$/, '').split('\n').length;
  return count === 1 ? `${text.length} characters` : `${count} lines`;
}
