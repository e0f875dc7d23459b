import { nanosOf } from '../../../kubernetes/quantity';
import { compare } from '../../../problem';
import { isQuantityField } from './quantity-fields';

/**
 * One text for one meaning: keys sorted, absent and null the same, quantities in one unit. Elements of lists keep their order.
 * @param replace what to write instead of a text, for comparing objects of different names
 */
export function canonical(value: unknown, replace?: (text: string) => string, path: readonly string[] = []): string {
  if (typeof value === 'string') {
    if (isQuantityField(path)) {
      const nanos = nanosOf(value);
      if (nanos !== undefined) return `${nanos}n`;
    }
    return JSON.stringify(replace === undefined ? value : replace(value));
  }
  if (typeof value === 'number' && isQuantityField(path)) return `${nanosOf(value) ?? value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, replace, path)).join(',')}]`;
  const map = value as Record<string, unknown>;
  const fields = Object.keys(map)
    .filter((key) => map[key] !== undefined && map[key] !== null)
    .sort(compare)
    .map((key) => `${JSON.stringify(key)}:${canonical(map[key], replace, [path.at(-1) ?? '', key])}`);
  return `{${fields.join(',')}}`;
}
