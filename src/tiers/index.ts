export * from './connected';
export * from './guest-workload';
export * from './postgres';
export * from './queue-worker';
export * from './rabbitmq';
export * from './shared-claim';
export * from './tier';
export * from './web-service';
