export { withoutCopies } from './copies';
export { definitionsFolder, readDefinitions, readKinds } from './definition-files';
export { parseDocuments, type YamlDocument } from './documents';
export type { FieldPath } from './field-lines';
export { listManifestFiles } from './folder';
export { readManifestsFromGit } from './git';
export { describeObject, objectKey } from './key';
export type { Manifest } from './manifest';
export { ManifestSet } from './manifest-set';
export type {
  ChartPods,
  IndexedApplication,
  IndexedEnvironment,
  IndexedFile,
  IndexedRequirement,
  IndexedSecret,
  OutputIndex,
} from './output-index';
export { MAX_FILE_BYTES, readManifests } from './read';
export { filesOf, indexFile, parseOutputIndex, readOutputIndex, requireOutputIndex } from './read-index';
export { type SecretSource, type SecretSupply, sourceOf, supplyOf } from './secret-supply';
export { KUBERNETES_SCHEMA } from './yaml-schema';
