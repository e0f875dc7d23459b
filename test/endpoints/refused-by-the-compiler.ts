import type { Construct } from 'constructs';
import type { Database, IDatabase, IGrantsRights, IMessageBroker, IQueue } from '../../src/endpoints';
import { Migration, Postgres, type RabbitMq, type RabbitMqQueue, type WebService } from '../../src/tiers';

/** Not run: `tsc -b` fails when a line that is marked compiles after all. */
export function refused(
  scope: Construct,
  tier: WebService,
  queue: IQueue,
  orders: RabbitMqQueue,
  broker: IMessageBroker,
  mysql: Database,
  ledger: IGrantsRights<'read'>,
  rabbit: RabbitMq,
  postgres: Postgres,
) {
  // @ts-expect-error no right in a database
  tier.connectTo(postgres, { rights: 'admin' });
  // @ts-expect-error no right in a further database
  tier.connectTo(postgres.addDatabase('audit'), { rights: 'all' });
  const exchange = rabbit.addExchange('events', { type: 'topic' });
  // @ts-expect-error an exchange holds no messages
  tier.consumeFrom(exchange);
  // @ts-expect-error an exchange is published to
  tier.connectTo(exchange);
  // @ts-expect-error queues are bound to exchanges, no exchanges
  exchange.bind(exchange, '#');
  // @ts-expect-error a type that the server has not
  rabbit.addExchange('events', { type: 'queue' });
  // @ts-expect-error a queue is published to (publishTo) or consumed by a worker
  tier.connectTo(queue);
  // @ts-expect-error a broker gives rights to its queues, it is nothing to connect to
  tier.connectTo(broker);
  // @ts-expect-error a database takes no messages
  tier.publishTo(mysql as IDatabase);
  // @ts-expect-error a broker is no queue
  tier.consumeFrom(broker);
  // @ts-expect-error no part of a database
  tier.connectTo(mysql, { env: { A: 'hots' } });
  // @ts-expect-error this one grants no rights
  tier.connectTo(mysql, { rights: 'read' });
  // @ts-expect-error no right of this one
  tier.connectTo(ledger, { rights: 'owner' });
  // @ts-expect-error no part in a text
  tier.connectTo(mysql, { env: { A: 'mysql://{hots}' } });
  // @ts-expect-error no part of RabbitMQ's
  tier.publishTo(orders, { env: { A: 'database' } });
  // @ts-expect-error rights are granted to a tier, not to a name
  broker.grantPublish('web', queue);
  // @ts-expect-error migrations are PostgreSQL's
  new Migration(scope, 'change', { database: mysql, image: 'mysql:9', files: {} });
  const place = { host: 'db.example.com', networks: ['198.51.100.0/24'], database: 'sales' };
  // @ts-expect-error a password is a key of a Secret, never text
  Postgres.fromAddress(scope, 'db', { ...place, credentials: { username: 'me', password: 'hush' } });
}
