import type { KubernetesObject } from '../kubernetes/object';
import type { Problem } from '../problem';
import { parseDocuments } from './documents';
import type { FieldPath } from './field-lines';
import { FileManifest, type Manifest, type ManifestSource } from './manifest';
import type { OutputIndex } from './output-index';
import { indexFile, isOutputIndex, parseOutputIndex } from './read-index';

/** What the files read so far held. */
export interface Harvest {
  readonly manifests: Manifest[];
  readonly warnings: Problem[];
  readonly problems: Problem[];
  index: OutputIndex | undefined;
}

/**
 * Takes the objects out of one file's text: several documents, `kind: List` and its like spelled out.
 * @throws ProblemsError for text that is no YAML
 */
export function takeObjects(text: string, source: ManifestSource, harvest: Harvest): void {
  const documents = parseDocuments(text, source.file);
  if (documents.every(({ value }) => value === null || value === undefined)) {
    harvest.warnings.push({ where: source.file, message: 'the file is empty: it holds no object' });
  }
  documents.forEach(({ value, line }, number) => {
    if (value === null || value === undefined) return;
    if (source.path === indexFile && isOutputIndex(value)) {
      harvest.index = parseOutputIndex(value, source.file);
      return;
    }
    takeObject(value, { source, number, line, prefix: [] }, harvest);
  });
}

interface Place {
  readonly source: ManifestSource;
  readonly number: number;
  readonly line: number;
  readonly prefix: FieldPath;
}

function takeObject(value: unknown, place: Place, harvest: Harvest): void {
  const where = `${place.source.file}:${place.line}`;
  if (Array.isArray(value)) {
    takeItems(value, [], place, harvest);
    return;
  }
  const object = value as Partial<KubernetesObject>;
  if (typeof value !== 'object' || value === null || !isText(object.apiVersion) || !isText(object.kind)) {
    harvest.warnings.push({ where, message: 'no Kubernetes object (apiVersion or kind is missing): left out' });
    return;
  }
  if (object.kind.endsWith('List') && Array.isArray(object.items)) {
    takeItems(object.items, ['items'], place, harvest);
    return;
  }
  const metadata: unknown = object.metadata;
  const name: unknown = isMap(metadata) ? metadata.name : undefined;
  if (isMap(metadata) && name === undefined && isText(metadata.generateName)) {
    harvest.warnings.push({ where, message: `${object.kind} with generateName has no name to compare by: left out` });
  } else if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) {
    harvest.warnings.push({ where, message: `${object.kind} is read by kustomize, not by a cluster: left out` });
  } else if (!isMap(metadata) || !isText(name)) {
    const given = name === undefined ? 'is missing' : `is ${JSON.stringify(name)}`;
    harvest.problems.push({
      where,
      message: `metadata.name of ${object.kind} ${given}; it must be text (quote numbers)`,
    });
  } else if (metadata.namespace !== undefined && metadata.namespace !== null && !isText(metadata.namespace)) {
    const given = JSON.stringify(metadata.namespace);
    harvest.problems.push({
      where,
      message: `metadata.namespace of ${object.kind} ${name} is ${given}; it must be text`,
    });
  } else {
    const { line, source, number, prefix } = place;
    harvest.manifests.push(new FileManifest(value as KubernetesObject, line, source, number, prefix));
  }
}

/** The items of a list; their own lines are only looked for when there are any. */
function takeItems(items: readonly unknown[], field: FieldPath, place: Place, harvest: Harvest): void {
  items.forEach((item, position) => {
    const prefix = [...place.prefix, ...field, position];
    const finder = new FileManifest(PLACEHOLDER, place.line, place.source, place.number, prefix);
    takeObject(item, { ...place, prefix, line: finder.lineOf([]) }, harvest);
  });
}

const PLACEHOLDER: KubernetesObject = { apiVersion: 'v1', kind: 'List', metadata: { name: '' } };

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
