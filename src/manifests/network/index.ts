export * from './cidr';
export * from './ends';
export * from './network';
export * from './peers';
export * from './policy';
export * from './ports';
export * from './selectors';
