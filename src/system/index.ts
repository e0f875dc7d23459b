export * from './application';
export * from './component-construct';
export * from './edges';
export * from './environment-root';
export * from './needed-operators';
export * from './system';
export * from './system-definition';
