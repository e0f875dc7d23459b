export * from './files';
export * from './output-folder';
export * from './output-index';
export * from './render';
export * from './rendered-object';
export type { RenderedRequirement } from './requirements';
export { stringify } from './yaml';
