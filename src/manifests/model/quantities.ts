import { quantityFactors as factors, parseQuantity } from '../../kubernetes';

/** A quantity as a number of its base unit (cores, bytes); undefined if it is none. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseQuantity(value) : undefined;
}

/** The form the API server keeps: `0.5` is `500m`, `1024Mi` is `1Gi`. Undefined for what is none or already in that form. */
export function canonicalQuantity(value: unknown): string | undefined {
  const base = quantity(value);
  if (base === undefined || base < 0 || typeof value !== 'string' || /[eE][+-]?\d/.test(value)) return undefined;
  const match = /^([\d.]+)([KMGTPE]i|[numkMGTPE])?$/.exec(value);
  const unit = match?.[2] ?? '';
  const form = unit.endsWith('i') ? binary(base) : decimal(base);
  return form === undefined || form === value ? undefined : form;
}

function binary(base: number): string | undefined {
  if (!Number.isInteger(base)) return undefined;
  for (const unit of ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki']) {
    const factor = factors[unit] ?? 1;
    if (base >= factor && base % factor === 0) return `${base / factor}${unit}`;
  }
  return String(base);
}

function decimal(base: number): string | undefined {
  const milli = Math.round(base * 1000);
  if (milli / 1000 !== base) return undefined;
  if (milli % 1000 !== 0) return `${milli}m`;
  for (const unit of ['E', 'P', 'T', 'G', 'M', 'k']) {
    const factor = factors[unit] ?? 1;
    if (base >= factor && base % factor === 0) return `${base / factor}${unit}`;
  }
  return String(base);
}
