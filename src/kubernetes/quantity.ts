import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { parseQuantity } from './quantity-units';

const kibibyteUnits = [
  ['Ti', 1024 ** 3],
  ['Gi', 1024 ** 2],
  ['Mi', 1024],
  ['Ki', 1],
] as const;

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
  const value = parseQuantity(text);
  if (value === undefined) throw new Error(`'${text}' is not a quantity, give one such as 500m, 2, 256Mi or 3Gi`);
  return value;
}

/** A size from its Kubernetes form, `256Mi` or `3Gi`. */
export function parseSize(text: string): Size {
  return Size.kibibytes(quantityValue(text) / 1024);
}

/** CPU from its Kubernetes form, `50m` or `2`. */
export function parseCpu(text: string): Cpu {
  return Cpu.millis(Math.round(quantityValue(text) * 1000));
}
