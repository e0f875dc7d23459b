export * from './credential';
export * from './secret-value';
