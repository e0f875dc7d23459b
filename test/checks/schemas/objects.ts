import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../../src/kubernetes/object';

/** Correct objects of every kind that has a schema; a fresh copy at each call. */
export function correctObjects(): KubernetesObject[] {
  return ['workloads.yaml', 'cluster.yaml', 'custom.yaml'].flatMap((file) =>
    parseAllDocuments(readFileSync(join(__dirname, file), 'utf8')).map((document) => {
      if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join(', ')}`);
      return JSON.parse(JSON.stringify(document.toJS())) as KubernetesObject;
    }),
  );
}

/** A fresh copy of the correct object of a kind. */
export function correct(kind: string): KubernetesObject {
  const found = correctObjects().find((object) => object.kind === kind);
  if (!found) throw new Error(`no correct ${kind}`);
  return found;
}
