import type { ApiObjectMetadataDefinition } from 'cdk8s';

/** What a definition holds; its types tell only how to add to it. */
interface Held {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels: Record<string, unknown>;
  readonly annotations: Record<string, unknown>;
  readonly finalizers: readonly unknown[];
  readonly ownerReferences: readonly unknown[];
  readonly _additionalAttributes: Record<string, unknown>;
}

/**
 * The metadata of an object, lazy values still in it. As `toJson` of cdk8s, which walks to the root of the tree for every value;
 * a test holds both against each other.
 */
export function metadataOf(definition: ApiObjectMetadataDefinition): Record<string, unknown> {
  const held = definition as unknown as Held;
  const { name, namespace, labels, annotations, finalizers, ownerReferences } = held;
  const all: Record<string, unknown> = {
    ...held._additionalAttributes,
    name,
    namespace,
    labels,
    annotations,
    finalizers,
    ownerReferences,
  };
  for (const key in all) if (isEmpty(all[key])) delete all[key];
  return all;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}
