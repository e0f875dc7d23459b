export { ports as rabbitMqPorts } from './configuration';
export * from './queue';
export * from './rabbitmq';
