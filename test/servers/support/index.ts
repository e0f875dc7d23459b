export * from './cache';
export * from './postgres-server';
export * from './prometheus-server';
export * from './rabbitmq-server';
export * from './sandbox';
export * from './server';
