/** Suffixes of quantities as powers: decimal ones of 10, binary ones of 2 (Kubernetes docs, quantity). */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const FORM = /^([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i))?$/;

/** Billionths in one: `n` is the finest unit there is, so that every quantity is a whole number of them. */
const ONE = 1_000_000_000n;

/** A quantity in billionths of its base unit: `1000m` and `1` are the same; `undefined` for what is none. */
export function nanosOf(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = FORM.exec(String(value));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`) * (1n << BigInt(BINARY[suffix] ?? 0));
  const power = 9 - fraction.length + (exponent === undefined ? (DECIMAL[suffix] ?? 0) : Number(exponent));
  // What is finer than a billionth is rounded up, as the API server does.
  const divisor = power >= 0 ? 1n : 10n ** BigInt(-power);
  const nanos = power >= 0 ? digits * 10n ** BigInt(power) : (digits + divisor - 1n) / divisor;
  return sign === '-' ? -nanos : nanos;
}

/** A quantity as a number of its base unit, cores or bytes; `undefined` for what is none. */
export function quantityNumber(value: unknown): number | undefined {
  const nanos = nanosOf(value);
  if (nanos === undefined) return undefined;
  return nanos % ONE === 0n ? Number(nanos / ONE) : Number(nanos) / Number(ONE);
}

/**
 * The number behind a Kubernetes quantity: bytes for memory, cores for CPU.
 *
 * @throws if the text is not a quantity
 */
export function quantityValue(text: string): number {
  const value = quantityNumber(text);
  if (value === undefined) throw new Error(`'${text}' is not a quantity, give one such as 500m, 2, 256Mi or 3Gi`);
  return value;
}

/** Compares two quantities: negative when `a` is the smaller one; `undefined` when one of them is no quantity. */
export function compareQuantities(a: unknown, b: unknown): number | undefined {
  const [left, right] = [nanosOf(a), nanosOf(b)];
  if (left === undefined || right === undefined) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The form in which the API server keeps a quantity: `0.5` is `500m`, `1024Mi` is `1Gi`, `1.5Gi` is `1536Mi`. It stays decimal or
 * binary as it was written; one with an exponent keeps it. `undefined` for what is none.
 */
export function canonicalQuantity(text: string): string | undefined {
  const nanos = nanosOf(text);
  if (nanos === undefined || /[eE][+-]?\d/.test(text)) return nanos === undefined ? undefined : text;
  const size = nanos < 0n ? -nanos : nanos;
  // The server writes less than 1024, and what is no whole number, in decimal units.
  const binary = text.endsWith('i') && size >= 1024n * ONE && size % ONE === 0n;
  return `${nanos < 0n ? '-' : ''}${binary ? written(size / ONE, binaryUnits) : written(size, decimalUnits)}`;
}

const decimalUnits = Object.entries(DECIMAL).map(([suffix, power]) => [suffix, 10n ** BigInt(power + 9)] as const);
const binaryUnits = [
  ['', 1n] as const,
  ...Object.entries(BINARY).map(([unit, power]) => [unit, 1n << BigInt(power)] as const),
];

/** An amount in the largest unit of which it is a whole number. */
function written(amount: bigint, units: readonly (readonly [string, bigint])[]): string {
  if (amount === 0n) return '0';
  const [suffix, factor] = units.findLast(([, factor]) => amount % factor === 0n) ?? ['', 1n];
  return `${amount / factor}${suffix}`;
}
