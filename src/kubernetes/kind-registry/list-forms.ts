import { modelOf } from './models';
import type { Schema } from './schema';

/** What a schema says of a list: the fields that name an item, or that its order means nothing. */
export type ListForm = Pick<Schema, 'keys' | 'set'>;

/**
 * What a schema says of the list at a path; undefined where it says nothing.
 *
 * @param path fields from the object down; a step into a list begins with `[`
 */
export function listFormAt(schema: Schema | undefined, path: readonly string[]): ListForm | undefined {
  let at = resolved(schema);
  for (const step of path) {
    if (at === undefined) return undefined;
    const { properties, items, additionalProperties } = at;
    const map = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    at = resolved(step.startsWith('[') ? items : (properties?.[step] ?? map));
  }
  return at?.keys !== undefined || at?.set ? at : undefined;
}

/** A field that refers to a model; what stands beside the reference only refines it. */
function resolved(schema: Schema | undefined): Schema | undefined {
  if (schema?.$ref === undefined) return schema;
  const { $ref, properties: refined, ...beside } = schema;
  const model = modelOf($ref);
  if (refined === undefined) return { ...model, ...beside };
  const properties: Record<string, Schema> = { ...model.properties };
  for (const [field, more] of Object.entries(refined)) properties[field] = { ...properties[field], ...more };
  return { ...model, ...beside, properties };
}
