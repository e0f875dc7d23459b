/** Suffixes of Kubernetes quantities as powers: decimal of 10, binary of 2. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const QUANTITY = /^([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i))?$/;

/** A quantity in billionths (the smallest unit, `n`): `1000m` and `1` are the same; `undefined` for what is none. */
export function quantityInNanos(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = QUANTITY.exec(String(value));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  const binary = BINARY[suffix];
  const power =
    9 -
    fraction.length +
    (exponent === undefined ? (binary === undefined ? (DECIMAL[suffix] ?? 0) : 0) : Number(exponent));
  const scaled = digits * (binary === undefined ? 1n : 1n << BigInt(binary));
  const nanos = power >= 0 ? scaled * 10n ** BigInt(power) : ceiling(scaled, 10n ** BigInt(-power));
  return sign === '-' ? -nanos : nanos;
}

/** Compares two quantities: negative when `a` is the smaller one; `undefined` when one of them is no quantity. */
export function compareQuantities(a: unknown, b: unknown): number | undefined {
  const left = quantityInNanos(a);
  const right = quantityInNanos(b);
  if (left === undefined || right === undefined) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Kubernetes rounds up what is finer than a billionth. */
function ceiling(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

const QUANTITY_MAPS = new Set([
  'requests',
  'limits',
  'hard',
  'capacity',
  'default',
  'defaultRequest',
  'allocatable',
  'overhead',
  'podFixed',
]);
const QUANTITY_FIELDS = new Set(['sizeLimit', 'divisor', 'averageValue']);

/** Whether a field holds a quantity: `resources.requests.cpu`, `sizeLimit`, `hard["limits.cpu"]`. */
export function isQuantityField(path: readonly string[]): boolean {
  const field = path.at(-1) ?? '';
  return QUANTITY_FIELDS.has(field) || QUANTITY_MAPS.has(path.at(-2) ?? '');
}
