export * from './api-client';
export * from './command';
export * from './control-plane';
export * from './controllers';
export * from './foundation';
export * from './programs';
export * from './server-side-apply';
