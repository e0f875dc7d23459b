export * from './claim-objects';
export * from './own-storage';
export * from './pod-storage';
