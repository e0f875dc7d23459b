export * from './database';
export * from './endpoint';
export * from './http';
export * from './messaging';
