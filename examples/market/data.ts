import {
  Application,
  Cpu,
  ImagePullSecret,
  outside,
  Postgres,
  RabbitMq,
  Redis,
  Size,
  type System,
  UserCredential,
} from 'cdk8s-tiers';
import type { Settings } from './settings';

const small = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };
const large = { cpu: Cpu.millis(200), memory: Size.mebibytes(512) };

const goods = `CREATE TABLE goods (id bigint PRIMARY KEY, name text NOT NULL, price numeric NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, placed timestamptz NOT NULL, lines jsonb NOT NULL);
`;
const reviews = `CREATE TABLE reviews (goods bigint NOT NULL, stars smallint NOT NULL, words text NOT NULL, picture bytea);
`;

/** What the services share, as they see it. */
export type Data = ReturnType<typeof addData>;

/** What holds data: a server with two databases, the carts, the broker; and the warehouse, which others run. */
export function addData(system: System, settings: Settings) {
  const data = new Application(system, 'market-data', { namespace: 'market' });
  const registry = new ImagePullSecret(data, 'registry');

  const database = new Postgres(data, 'database', {
    database: 'market',
    storage: Size.gibibytes(10),
    resources: large,
    migrations: { '0001_goods.sql': goods },
  });
  const opinions = database.addDatabase('reviews', { migrations: { '0001_reviews.sql': reviews } });
  const carts = new Redis(data, 'carts', { storage: Size.gibibytes(1), resources: small });

  const broker = new RabbitMq(data, 'broker', { storage: Size.gibibytes(4), resources: large });
  const [toInvoice, toPack] = [broker.addQueue('to-invoice'), broker.addQueue('to-pack')];
  // One order, two messages: each of the queues gets its own.
  const placed = broker.addExchange('order-placed', { type: 'fanout' }).bind(toInvoice).bind(toPack);
  const pictures = broker.addQueue('pictures');

  const keys = { username: outside('user of the warehouse'), password: outside('its password') };
  const warehouse = Postgres.fromAddress(data, 'warehouse', {
    host: settings.warehouse,
    database: 'stock',
    credentials: new UserCredential(data, 'warehouse-login', { name: 'warehouse-login', keys }),
  });

  return { registry, database, opinions, carts, toInvoice, toPack, placed, pictures, warehouse };
}
