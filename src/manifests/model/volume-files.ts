import { type Fields, fields, list, text } from '../fields';
import type { ManifestModel } from './manifest-model';

/** The file names that a ConfigMap, Secret or projected volume holds; undefined if they are not known, or it is another volume. */
export function volumeFiles(
  context: ManifestModel,
  namespace: string,
  volume: Fields,
): ReadonlySet<string> | undefined {
  const sources = volume.projected === undefined ? [volume] : list(fields(volume.projected).sources).map(fields);
  const names = new Set<string>();
  for (const source of sources) {
    const some = sourceFiles(context, namespace, source);
    if (some === undefined) return undefined;
    for (const name of some) names.add(name);
  }
  return names;
}

function sourceFiles(context: ManifestModel, namespace: string, source: Fields): readonly string[] | undefined {
  const { configMap, secret } = source;
  const given = fields(configMap ?? secret);
  if (configMap === undefined && secret === undefined) return undefined;
  if (given.items !== undefined) return list(given.items).map((item) => text(fields(item).path) ?? '');
  const name = text(given.name) ?? text(given.secretName) ?? '';
  if (secret !== undefined) {
    const keys = context.secrets.find(namespace, name);
    return keys === undefined || keys === 'any' ? undefined : [...keys];
  }
  const found = context.find('ConfigMap', namespace, name);
  if (found === undefined) return undefined;
  return [...Object.keys(fields(found.object.data)), ...Object.keys(fields(found.object.binaryData))];
}
