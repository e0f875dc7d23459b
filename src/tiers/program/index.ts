export * from './program';
export * from './program-props';
