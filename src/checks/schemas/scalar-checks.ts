import { isAtLeast, type KubernetesVersion, type Schema } from '../../kubernetes/kind-registry';
import { notAllowed, notOfForm, outOfRange, wrongSize } from './message';
import type { Walk } from './walk';

/** Holds a value against one part of a schema and tells what does not fit. */
export type Check = (value: unknown, walk: Walk) => void;

/** What a schema asks of texts, numbers and single values. */
export function scalarChecks(schema: Schema, version: KubernetesVersion): Check[] {
  return [...valueChecks(schema, version), ...textChecks(schema), ...numberChecks(schema)];
}

function* valueChecks(schema: Schema, version: KubernetesVersion): Iterable<Check> {
  const { enum: values, valuesSince, const: only } = schema;
  if (values !== undefined) {
    const taken = new Set(values);
    yield (value, walk) => {
      if (!taken.has(value)) walk.tell(notAllowed(value, values, walk.show));
    };
  }
  for (const [text, since] of Object.entries(valuesSince ?? {})) {
    if (isAtLeast(version, since as KubernetesVersion)) continue;
    yield (value, walk) => {
      if (value === text) walk.tell(`${walk.show(value)} is taken ${tooNew(since, version)}`);
    };
  }
  if (only !== undefined) {
    yield (value, walk) => {
      if (value !== only) walk.tell(notAllowed(value, [only], walk.show));
    };
  }
}

function* textChecks(schema: Schema): Iterable<Check> {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const form = pattern === undefined ? undefined : formOf(pattern);
  if (form !== undefined) {
    yield (value, walk) => {
      if (typeof value === 'string' && !form.test(value)) walk.tell(notOfForm(value, schema, walk.show));
    };
  }
  if (minLength === 0 && maxLength === Number.POSITIVE_INFINITY) return;
  yield (value, walk) => {
    if (typeof value !== 'string') return;
    const text = walk.show(value);
    const length = value.length <= Math.min(minLength, maxLength) ? [...value].length : value.length;
    if (length < minLength) walk.tell(wrongSize('at least', minLength, { text }));
    else if (length > maxLength && [...value].length > maxLength) walk.tell(wrongSize('at most', maxLength, { text }));
  };
}

/** Go knows patterns that JavaScript does not: those are left to the API server. */
function formOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    try {
      return new RegExp(pattern);
    } catch {
      return undefined;
    }
  }
}

function* numberChecks(schema: Schema): Iterable<Check> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined || maximum !== undefined) {
    const tooSmall = (value: number) =>
      minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum);
    const tooLarge = (value: number) =>
      maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum);
    yield (value, walk) => {
      if (typeof value === 'number' && (tooSmall(value) || tooLarge(value))) {
        walk.tell(outOfRange(value, schema, walk.show));
      }
    };
  }
  if (multipleOf === undefined) return;
  yield (value, walk) => {
    if (typeof value === 'number' && !Number.isInteger(value / multipleOf)) {
      walk.tell(`${walk.show(value)} is no multiple of ${multipleOf}`);
    }
  };
}

/** That something came with a later version. */
export function tooNew(since: string, version: KubernetesVersion): string {
  return `since Kubernetes ${since}, the environment has ${version}: leave it out, or raise the environment's version`;
}
