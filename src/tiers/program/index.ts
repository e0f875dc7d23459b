export * from './port-endpoint';
export * from './ports';
export * from './probes';
export * from './program';
export * from './program-props';
