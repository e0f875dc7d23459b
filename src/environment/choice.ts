import { z } from 'zod';

/** One way of doing something, as environment files choose it: by its name, with settings of its own. */
export interface ChoiceForm {
  /** The value that chooses it. */
  readonly name: string;
  /** What it does, a line for people: the description in the schema and in the documentation. */
  readonly title: string;
  /** Its settings beside the name, a `z.strictObject`. */
  readonly schema: z.ZodObject;
}

/** A choice that was made: the name under its key, and the settings that belong to it. */
export type Choice<Key extends string> = Readonly<Record<Key, string>> & { readonly [setting: string]: unknown };

/** The form of a section in which one key chooses between ways and the rest are the settings of the way. */
export function choice<Key extends string>(key: Key, ways: readonly ChoiceForm[]): z.ZodType<Choice<Key>> {
  const options = ways.map(({ name, title, schema }) => {
    const chosen = { [key]: z.literal(name).describe(title) };
    // Twice: first in the order of the keys, and never replaced by a setting of that name.
    const whole = z.strictObject({ ...chosen, ...schema.shape, ...chosen });
    return whole.check(...((schema.def.checks ?? []) as z.core.$ZodCheck<Record<string, unknown>>[]));
  });
  const union: z.ZodType = z.discriminatedUnion(key, options as [z.ZodObject, ...z.ZodObject[]]);
  return union as z.ZodType<Choice<Key>>;
}
