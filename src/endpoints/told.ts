import type { z } from 'zod';

/** What a form says of a value; nothing if it fits. */
export function told(form: z.ZodType, given: unknown): string[] {
  return form.safeParse(given).error?.issues.map(({ message }) => message) ?? [];
}
