import { ingress, minikube, namesFor } from './ends';
import { edgesOfMarket } from './market-edges';
import type { Edge, Edges, End } from './wrong-edges';

const stranger: End = { namespace: 'other', labels: { app: 'shop', tier: 'web' } };
const outside = (address: string): End => ({ address });
const brokers: End = {
  namespace: 'shop-events',
  labels: { 'strimzi.io/cluster': 'events', 'strimzi.io/kind': 'Kafka' },
};
const gateway: End = { namespace: 'envoy-gateway-system', labels: { 'app.kubernetes.io/component': 'proxy' } };
const [warehouse, elsewhere, apiServer] = [outside('198.51.100.7'), outside('203.0.113.7'), outside('192.168.49.2')];

const edgesOfVoting = (people: End): Edge[] => [
  [people, 'voting/vote', 8080],
  [people, 'voting/result', 8080],
  ['voting/vote', 'voting/redis', 6379],
  ['voting/worker', 'voting/redis', 6379],
  ['voting/worker', 'voting/db', 5432],
  ['voting/result', 'voting/db', 5432],
  ...namesFor(['voting/vote', 'voting/result', 'voting/worker', 'voting/redis', 'voting/db']),
];

export const edgesOfExamples: readonly Edges[] = [
  ...edgesOfMarket,
  { example: 'voting', environment: 'local', open: edgesOfVoting(minikube), closed: 'everything else' },
  { example: 'voting', environment: 'production', open: edgesOfVoting(ingress), closed: 'everything else' },
  {
    example: 'own-tier',
    environment: 'local',
    open: [['shop/web', 'shop/prices', 50051]],
    closed: [
      ['shop/web', 'shop/prices', 50052],
      ['shop/prices', 'shop/web', 8080],
      [stranger, 'shop/prices', 50051],
    ],
  },
  {
    example: 'kafka',
    environment: 'local',
    open: [
      ['shop/web', brokers, 9092],
      ['shop/invoices', brokers, 9092],
      [brokers, brokers, 9090],
      [brokers, brokers, 9091],
      [brokers, apiServer, 8443],
    ],
    closed: [
      ['shop/catalogue', brokers, 9092],
      ['shop/web', brokers, 9091],
      [brokers, 'shop/web', 8080],
      [brokers, elsewhere, 8443],
      [stranger, brokers, 9092],
    ],
  },
  {
    example: 'scaled-object',
    environment: 'local',
    open: [['shop/proxy', 'shop/web', 8080]],
    closed: [
      ['shop/web', 'shop/proxy', 8080],
      [stranger, 'shop/web', 8080],
    ],
  },
  {
    example: 'external-database',
    environment: 'local',
    open: [
      ['shop/web', 'shop/reports', 8080],
      ['shop/reports', 'shop/warehouse', 5432],
    ],
    closed: [
      ['shop/web', 'shop/warehouse', 5432],
      ['shop/reports', warehouse, 5432],
    ],
  },
  {
    example: 'external-database',
    environment: 'production',
    open: [
      ['shop/web', 'shop/reports', 8080],
      ['shop/reports', warehouse, 5432],
    ],
    closed: [
      ['shop/web', warehouse, 5432],
      ['shop/reports', warehouse, 443],
      ['shop/reports', elsewhere, 5432],
    ],
  },
  {
    example: 'gateway',
    environment: 'production',
    open: [
      [gateway, 'shop/web', 8080],
      [gateway, 'shop/orders', 8080],
      ['shop/web', 'shop/orders', 8080],
    ],
    closed: [
      ['shop/orders', 'shop/web', 8080],
      [{ namespace: 'envoy-gateway-system', labels: {} }, 'shop/web', 8080],
      [elsewhere, 'shop/web', 8080],
    ],
  },
  {
    example: 'own-rule',
    environment: 'local',
    open: [],
    closed: [
      ['shop/web', 'shop/preview', 8080],
      ['shop/preview', elsewhere, 443],
    ],
  },
  {
    example: 'adopt',
    environment: 'local',
    open: [['shop/web', 'shop/reports', 8080]],
    closed: [
      ['shop/reports', 'shop/web', 8080],
      ['shop/web', 'shop/reports', 80],
      [stranger, 'shop/reports', 8080],
      ['shop/reports', elsewhere, 443],
    ],
  },
];
