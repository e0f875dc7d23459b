export * from './queue-worker';
export type { Scaling } from './scaling';
