import { Duration, Size } from 'cdk8s';
import { z } from 'zod';
import { quoted, told } from './told';

const DURATION = /^([1-9]\d{0,8})(s|m|h|d)$/;
const SIZE = /^([1-9]\d{0,8})(Mi|Gi|Ti)$/;

const DURATIONS: Record<string, (amount: number) => Duration> = {
  s: Duration.seconds,
  m: Duration.minutes,
  h: Duration.hours,
  d: Duration.days,
};
const SIZES: Record<string, (amount: number) => Size> = { Mi: Size.mebibytes, Gi: Size.gibibytes, Ti: Size.tebibytes };

/**
 * A length of time: whole number and unit, `30s`, `20m`, `12h` or `7d`; read as a `Duration`.
 * A default is given in the written form: `duration().prefault('20m')`.
 */
export function duration() {
  return z
    .string()
    .regex(DURATION, {
      error: (issue) =>
        told(
          `impossible duration ${quoted(issue.input)}`,
          "a whole number and a unit out of s, m, h, d, such as '30s' or '20m'",
        ),
    })
    .transform((text) => measured(text, DURATION, DURATIONS, Duration.seconds(0)));
}

/**
 * A size of storage: whole number and unit, `500Mi`, `3Gi` or `1Ti`; read as a `Size`.
 * A default is given in the written form: `size().prefault('3Gi')`.
 */
export function size() {
  return z
    .string()
    .regex(SIZE, {
      error: (issue) =>
        told(
          `impossible size ${quoted(issue.input)}`,
          "a whole number and a unit out of Mi, Gi, Ti, such as '500Mi' or '3Gi'",
        ),
    })
    .transform((text) => measured(text, SIZE, SIZES, Size.mebibytes(0)));
}

/** A text that does not fit was reported by its pattern before; the parse fails whatever is returned here. */
function measured<T>(text: string, form: RegExp, units: Record<string, (amount: number) => T>, otherwise: T): T {
  const [, amount, unit] = form.exec(text) ?? [];
  const make = unit === undefined ? undefined : units[unit];
  return make ? make(Number(amount)) : otherwise;
}
