import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from './cpu';
import { canonicalQuantity, quantityValue } from './quantity';

/** A size in the form in which the API server stores it: `1024Mi` is `1Gi`, so that nothing drifts after the first apply. */
export function formatSize(size: Size): string {
  return stored(`${size.toKibibytes({ rounding: SizeRoundingBehavior.FAIL })}Ki`);
}

/** Bytes of a size. */
export function bytesOf(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.FAIL }) * 1024;
}

/** What is wrong with a size, or `undefined`. */
export function sizeProblem(name: string, size: Size): string | undefined {
  return bytesOf(size) > 0 ? undefined : `${name} of 0 is no size, give at least 1Ki`;
}

/** CPU in the stored form: `1000m` is `1`, `0.5` is `500m`. */
export function formatCpu(cpu: Cpu): string {
  return stored(`${millisOf(cpu)}m`);
}

/** Thousandths of a core. */
export function millisOf(cpu: Cpu): number {
  return Math.round(quantityValue(cpu.amount) * 1000);
}

/** A size from its Kubernetes form, `256Mi` or `3Gi`. */
export function parseSize(text: string): Size {
  return Size.kibibytes(quantityValue(text) / 1024);
}

/** CPU from its Kubernetes form, `50m` or `2`. */
export function parseCpu(text: string): Cpu {
  return Cpu.millis(Math.round(quantityValue(text) * 1000));
}

function stored(text: string): string {
  return canonicalQuantity(text) ?? text;
}
