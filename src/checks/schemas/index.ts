export { hasSchema, isClusterScoped, KUBERNETES_VERSION, schemaKinds } from './pool';
export { type SchemaProblem, validateObject } from './validate';
