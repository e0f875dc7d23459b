import { keyed } from '../../../manifests/field-path';

/**
 * A changed field: map keys as they are, list elements as `[key]`:
 * `['spec', 'containers', '[web]', 'image']`.
 */
export type ChangePath = readonly string[];

/** A path for people: `spec.containers[web].image`, `data["prometheus.yml"].global`. */
export function showPath(path: ChangePath): string {
  return path.reduce((text, step) => (step.startsWith('[') ? `${text}${step}` : keyed(text, step)), '');
}

/** A pattern of paths, as written in the rules: `spec.template.**`, `data.*`, `spec.triggers[*].metadata.queueName`. */
export type PathPattern = readonly string[];

/** Reads a pattern; a `.` separates steps, `*` is any key, `[*]` any element. */
export function pathPattern(text: string): PathPattern {
  return text.replaceAll('[', '.[').split('.');
}

/**
 * Whether a change at a path touches what a pattern names: the field itself, something in it, or a field around it that
 * was added or removed as a whole.
 */
export function touches(pattern: PathPattern, path: ChangePath): boolean {
  const shared = Math.min(pattern.length, path.length);
  for (let index = 0; index < shared; index++) {
    const expected = pattern[index];
    const step = path[index] ?? '';
    if (expected === step || expected === '*') continue;
    if (expected === '[*]' && step.startsWith('[')) continue;
    return false;
  }
  return true;
}

/** The value at a pattern without wildcards (`spec.strategy.type`); `undefined` where something on the way is missing. */
export function valueAt(object: unknown, field: string): unknown {
  let value = object;
  for (const step of field.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value ?? undefined;
}
