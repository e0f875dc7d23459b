import { fromOne, keda, minikube, namesFor, toOne, worker } from './ends';
import type { Edges, End } from './wrong-edges';

const market = (...names: string[]) => names.map((name) => `market/${name}`);
const [broker, carts, database] = ['market/broker', 'market/carts', 'market/database'];
const jobs = market('database-migration', 'database-reviews-migration', 'database-roles');
const definitions = market('broker-definitions');
const services = market('web', 'catalogue', 'reviews', 'cart', 'payments', 'checkout');
const background = market('invoices', 'parcels', 'thumbnails', 'prices');

/** What the market lets through, everywhere but for where people come from, and what others run. */
const edges = (people: End, provider: End, warehouse: End): Edges['open'] => [
  [people, 'market/web', 8080],
  ...fromOne('market/web', market('catalogue', 'reviews', 'cart', 'checkout'), 50051),
  ...fromOne('market/checkout', market('catalogue', 'cart', 'payments'), 50051),
  ['market/cart', 'market/catalogue', 50051],
  ['market/payments', provider, 443],
  ...toOne(market('parcels', 'prices'), warehouse, 5432),
  ['market/cart', carts, 6379],
  ...toOne([...market('catalogue', 'checkout', 'reviews', 'thumbnails', 'prices'), ...jobs], database, 5432),
  ...toOne(market('checkout', 'reviews', 'invoices', 'parcels', 'thumbnails'), broker, 5672),
  ...toOne([keda, ...definitions], broker, 15672),
  ...namesFor([...services, ...background, ...jobs, ...definitions, broker, carts, database]),
];

export const edgesOfMarket: readonly Edges[] = [
  {
    example: 'market',
    environment: 'local',
    open: edges(
      minikube,
      { host: 'sandbox.payments.example.com', address: '203.0.113.7' },
      { host: 'warehouse.test.example.com', address: '198.51.100.7' },
    ),
    closed: 'everything else',
  },
  {
    example: 'market',
    environment: 'production',
    open: edges(
      worker,
      { host: 'api.payments.example.com', address: '203.0.113.7' },
      { host: 'warehouse.example.com', address: '198.51.100.7' },
    ),
    closed: 'everything else',
  },
];
