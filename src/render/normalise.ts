import type { KubernetesObject, ObjectMetadata } from '../kubernetes';

const firstKeys = ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'spec'];
const firstMetadataKeys = ['name', 'namespace', 'labels', 'annotations', 'finalizers'];

/** The form that is written: keys in Kubernetes' usual order, labels and annotations sorted. */
export function normalise(object: KubernetesObject): KubernetesObject {
  const metadata: ObjectMetadata = { ...object.metadata };
  if (metadata.labels) metadata.labels = sortKeys(metadata.labels);
  if (metadata.annotations) metadata.annotations = sortKeys(metadata.annotations);
  return ordered({ ...object, metadata: ordered(metadata, firstMetadataKeys) }, firstKeys);
}

function ordered<T extends object>(value: T, first: readonly string[]): T {
  const all = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const key of first) if (Object.hasOwn(all, key)) result[key] = all[key];
  for (const key in all) if (!first.includes(key)) result[key] = all[key];
  return result as T;
}

function sortKeys(map: Record<string, string>): Record<string, string> {
  const sorted: Record<string, string> = {};
  for (const key of Object.keys(map).sort()) sorted[key] = map[key]!;
  return sorted;
}
