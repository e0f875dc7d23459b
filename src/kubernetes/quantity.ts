import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

const kibibyteUnits = [
  ['Ti', 1024 ** 3],
  ['Gi', 1024 ** 2],
  ['Mi', 1024],
  ['Ki', 1],
] as const;

const binary: Record<string, number> = {
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};
const decimal: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};

/** A size in the form in which the API server stores it: `1024Mi` is `1Gi`, so that nothing drifts after the first apply. */
export function formatSize(size: Size): string {
  const kibibytes = size.toKibibytes({ rounding: SizeRoundingBehavior.FAIL });
  const [unit, factor] = kibibyteUnits.find(([, factor]) => kibibytes % factor === 0) ?? ['Ki', 1];
  return `${kibibytes / factor}${unit}`;
}

/** Bytes of a size. */
export function bytesOf(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.FAIL }) * 1024;
}

/** CPU in the stored form: `1000m` is `1`, `0.5` is `500m`. */
export function formatCpu(cpu: Cpu): string {
  const millis = millisOf(cpu);
  return millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`;
}

/** Thousandths of a core. */
export function millisOf(cpu: Cpu): number {
  return Math.round(quantityValue(cpu.amount) * 1000);
}

/**
 * The number behind a Kubernetes quantity: bytes for memory, cores for CPU.
 *
 * @throws if the text is not a quantity
 */
export function quantityValue(text: string): number {
  const match = /^([+-]?\d+(?:\.\d+)?|[+-]?\.\d+)(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d+))?$/.exec(text);
  if (!match) throw new Error(`'${text}' is not a quantity, give one such as 500m, 2, 256Mi or 3Gi`);
  const [, number, unit = '', exponent] = match;
  if (exponent !== undefined) return Number(number) * 10 ** Number(exponent);
  return Number(number) * (binary[unit] ?? decimal[unit] ?? 1);
}

/** A size from its Kubernetes form, `256Mi` or `3Gi`. */
export function parseSize(text: string): Size {
  return Size.kibibytes(quantityValue(text) / 1024);
}

/** CPU from its Kubernetes form, `50m` or `2`. */
export function parseCpu(text: string): Cpu {
  return Cpu.millis(Math.round(quantityValue(text) * 1000));
}
