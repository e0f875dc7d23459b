// What reads and describes environment files. It stands beside the index, because no chart needs to load it.
export { describeEnvironment } from './describe';
export { environmentJsonSchema, environmentSchemaText } from './json-schema';
export { type LoadOptions, loadEnvironments, parseEnvironment } from './load';
