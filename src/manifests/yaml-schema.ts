import {
  boolYaml11Tag,
  defineScalarTag,
  FAILSAFE_SCHEMA,
  floatCoreTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  type Schema,
} from 'js-yaml';

const INTEGER = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/;

/**
 * Integers as Go's `ParseInt(text, 0, 64)` reads them: `0777` and `0o777` are octal, `1_000` is 1000; unlike YAML 1.1 of
 * other languages `1:30` is no number but a string.
 */
const integerTag = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: ['-', '+', ...'0123456789'],
  resolve: (source) => (INTEGER.test(source) ? integerOf(source) : NOT_RESOLVED),
  identify: (value) => Number.isInteger(value),
  represent: (value) => String(value),
});

function integerOf(source: string): number {
  const digits = source.replaceAll('_', '').replace(/^[-+]/, '');
  const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return source.startsWith('-') ? -value : value;
}

/**
 * The scalars as sigs.k8s.io/yaml (kubectl, Argo CD, the API server) reads them: YAML 1.1 booleans (`on`, `yes`, `n`),
 * Go's integers, floats with an exponent (`1e3`), merge keys; dates and `1:30` stay strings. Other tags (`!!binary`,
 * `!Ref`) are refused.
 */
export const KUBERNETES_SCHEMA: Schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  integerTag,
  floatCoreTag,
  mergeTag,
);
