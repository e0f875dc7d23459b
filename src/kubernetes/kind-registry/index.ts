export * from './compiled-kinds';
export * from './from-definition';
export * from './kind-definition';
export * from './models';
export * from './registry';
export * from './schema';
export * from './scope-guess';
export * from './versions';
