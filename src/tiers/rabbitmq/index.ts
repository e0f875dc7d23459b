export type { Binding, BindingMatch, ExchangeType, HeadersMatch } from './binding';
export type { AmqpPart } from './client';
export { ports as rabbitMqPorts } from './configuration';
export * from './exchange';
export { deadLetterQueueName } from './names';
export * from './outside-rabbitmq';
export * from './queue';
export * from './rabbitmq';
