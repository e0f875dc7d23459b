import { z } from 'zod';
import { canonicalQuantity, nanosOf } from '../kubernetes/quantity';
import { quoted, told } from './told';

const CPU = /^(?:\d{1,9}m|\d{1,6}(?:\.\d{1,3})?)$/;
const MEMORY = /^[1-9]\d{0,8}(?:Ki|Mi|Gi|Ti|k|M|G|T)$/;
const COUNT = /^[1-9]\d{0,8}(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

const CPU_FORM = "cores or thousandths of a core, more than 0, such as '500m', '2' or '0.5'";
const MEMORY_FORM = "a whole number and a unit out of Ki, Mi, Gi, Ti (or k, M, G, T), such as '512Mi' or '2Gi'";
const COUNT_FORM =
  "a whole number more than 0 with or without a unit out of m, k, M, G, T, Ki, Mi, Gi, Ti, such as '10' or '3Gi'";

/**
 * An amount of CPU: cores (`2`, `0.5`) or thousandths of a core (`500m`), as text or as a YAML number.
 * The output is in the form the API server keeps: `0.5` becomes `500m`, `1000m` becomes `1`.
 */
export function cpuQuantity() {
  return amount(CPU, CPU_FORM, true).transform((cpu) => canonicalQuantity(String(cpu)) ?? String(cpu));
}

/** An amount of memory: whole number and unit, `512Mi` or `2Gi`. Bare bytes, decimals and thousandths are refused: nobody means them. */
export function memoryQuantity() {
  return amount(MEMORY, MEMORY_FORM, false).transform(String);
}

/** Any Kubernetes quantity in whole numbers, such as a count of objects (`10`) or an extended resource. */
export function quantity() {
  return amount(COUNT, COUNT_FORM, true).transform(String);
}

function amount(form: RegExp, allowed: string, numbers: boolean) {
  const text = z.string().meta({ pattern: form.source });
  const number = z.number().meta({ exclusiveMinimum: 0 });
  const written: z.ZodType<string | number, string | number> = numbers ? z.union([text, number]) : text;
  return written.refine((value) => form.test(String(value)) && (nanosOf(value) ?? 0n) > 0n, {
    error: (issue) => told(`impossible quantity ${quoted(issue.input)}`, allowed),
  });
}
