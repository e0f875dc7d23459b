export * from './container';
export * from './env';
export * from './pod';
export * from './probe';
export * from './volume';
