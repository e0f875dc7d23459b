import type { KubernetesObject } from '../../src/kubernetes/object';
import { canReach, type NetworkEnd } from '../../src/manifests/network';

/** A workload of the output as `namespace/name`, or another end. */
export type End = string | NetworkEnd;
/** From where, to where, on which port. */
export type Edge = readonly [from: End, to: End, port: number];

/** What the policies of an example's environment have to let through, and what not. */
export interface Edges {
  readonly example: string;
  readonly environment: string;
  readonly open: readonly Edge[];
  readonly closed: readonly Edge[];
}

const stranger: End = { namespace: 'other', labels: { app: 'shop', tier: 'web' } };
const outside = (address: string): End => ({ address });
const brokers: End = {
  namespace: 'shop-events',
  labels: { 'strimzi.io/cluster': 'events', 'strimzi.io/kind': 'Kafka' },
};
const gateway: End = { namespace: 'envoy-gateway-system', labels: { 'app.kubernetes.io/component': 'proxy' } };
const [warehouse, elsewhere, apiServer] = [outside('198.51.100.7'), outside('203.0.113.7'), outside('192.168.49.2')];

export const edgesOfExamples: readonly Edges[] = [
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

/** The edges of an environment that are not as they have to be, as texts: `shop/web → shop/prices:50051 is closed`. */
export function wrongEdges(objects: readonly KubernetesObject[], { open, closed }: Edges): string[] {
  const wrong = (edges: readonly Edge[], wanted: boolean) =>
    edges
      .filter(([from, to, port]) => canReach(objects, endOf(objects, from), endOf(objects, to), port) !== wanted)
      .map(([from, to, port]) => `${textOf(from)} → ${textOf(to)}:${port} is ${wanted ? 'closed' : 'open'}`);
  return [...wrong(open, true), ...wrong(closed, false)];
}

function endOf(objects: readonly KubernetesObject[], end: End): NetworkEnd {
  if (typeof end !== 'string') return end;
  const [namespace, name] = end.split('/');
  const workload = objects.find(
    ({ kind, metadata }) =>
      /^(Deployment|StatefulSet)$/.test(kind) && metadata.name === name && metadata.namespace === namespace,
  );
  if (workload === undefined) throw new Error(`the output has no workload '${end}'`);
  const { template } = workload.spec as { template: { metadata: { labels: Record<string, string> } } };
  return { namespace: namespace!, labels: template.metadata.labels };
}

function textOf(end: End): string {
  return typeof end === 'string' ? end : JSON.stringify(end);
}
