export type { ReferencePath } from './paths';
export { podReferences, type Reference, referencesOf, referenceTable } from './reference';
export { ReferenceIndex } from './reference-index';
