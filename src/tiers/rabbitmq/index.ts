export type { AmqpPart } from './client';
export { ports as rabbitMqPorts } from './configuration';
export * from './outside-rabbitmq';
export * from './queue';
export * from './rabbitmq';
