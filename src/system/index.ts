export * from './application';
export * from './component-construct';
export * from './environment-root';
export * from './system';
export * from './system-definition';
