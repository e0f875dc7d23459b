export * from './container';
export * from './container-port';
export * from './container-problems';
export * from './env';
export * from './pod';
export * from './pod-options';
export * from './probe';
export * from './volume';
