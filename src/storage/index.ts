export * from './claim-objects';
export * from './own-storage';
