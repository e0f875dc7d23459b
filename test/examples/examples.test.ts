import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/kubernetes/object';
import type { SynthesizedOutput } from '../../src/testing';
import { quoted, tableRows } from '../docs/markdown';
import type { LooseObject } from '../fixtures';
import { edgesOfExamples } from './edges';
import { renderExample } from './example';
import { wrongEdges } from './wrong-edges';

const folder = join(__dirname, '../../examples');
const names = [...new Set(edgesOfExamples.map(({ example }) => example))];
const rendered = new Map<string, SynthesizedOutput>();
const of = (name: string): SynthesizedOutput => {
  const known = rendered.get(name) ?? renderExample(name);
  rendered.set(name, known);
  return known;
};
const objectsIn = (name: string, environment: string): readonly KubernetesObject[] =>
  of(name).part({ environment }).objects;
const find = (name: string, environment: string, kind: string, called: string): LooseObject =>
  objectsIn(name, environment).find((object) => object.kind === kind && object.metadata.name === called)!;
const waveOf = ({ metadata }: LooseObject) => Number(metadata.annotations['argocd.argoproj.io/sync-wave']);
const envOf = (deployment: LooseObject) =>
  Object.fromEntries(
    deployment.spec.template.spec.containers[0].env.map((variable: LooseObject) => [
      variable.name,
      variable.value ?? variable.valueFrom.secretKeyRef.name,
    ]),
  );

test('every example but those that are tested elsewhere is here', () => {
  expect(readdirSync(folder).sort()).toEqual([...names, 'shop', 'validation-plugin'].sort());
});

test.each(names)('%s: no rule finds an error or a warning', (name) => {
  const told = of(name).report.findings.filter(({ severity }) => severity !== 'info');
  expect(told).toEqual([]);
});

test.each(edgesOfExamples.map((edges) => [edges.example, edges.environment, edges] as const))(
  '%s in %s: the policies let through what is connected and nothing else',
  (name, environment, edges) => {
    expect(wrongEdges(objectsIn(name, environment), edges)).toEqual([]);
  },
);

test('voting: at most 45 lines, and the programs are told what its README says', () => {
  const [code, page] = ['main.ts', 'README.md'].map((name) => readFileSync(join(folder, 'voting', name), 'utf8'));
  expect(code!.trimEnd().split('\n').length).toBeLessThanOrEqual(45);
  const [, variables = ''] = page!.split('## What the images must read');
  const told = (name: string) => quoted(tableRows(variables).find(([first]) => first === `\`${name}\``)![1]!);
  for (const environment of ['local', 'production']) {
    const given = (name: string) => Object.keys(envOf(find('voting', environment, 'Deployment', name)));
    expect([given('vote'), given('result')]).toEqual([told('vote'), told('result')]);
    expect(given('worker')).toEqual([...told('vote'), ...told('result')]);
  }
});

test('own-tier: the tier has fewer than 25 lines, and its client is told where it is', () => {
  const code = readFileSync(join(folder, 'own-tier/grpc-server.ts'), 'utf8');
  const lines = code.split('\n').filter((line) => line.trim() !== '' && !/^\s*\/\*\*.*\*\/$/.test(line));
  expect(lines.length).toBeLessThan(25);
  const web = find('own-tier', 'local', 'Deployment', 'web');
  expect(envOf(web)).toEqual({ PRICES_ADDRESS: 'prices.shop.svc.cluster.local:50051' });
  expect(waveOf(web)).toBeGreaterThan(waveOf(find('own-tier', 'local', 'Deployment', 'prices')));
});

test('kafka: clients are told brokers and topic, and come after the topic, which comes after the brokers', () => {
  const kafka = (kind: string, name: string) => find('kafka', 'local', kind, name);
  for (const client of ['web', 'invoices'])
    expect(envOf(kafka('Deployment', client))).toEqual({
      ORDERS_BROKERS: 'events-kafka-bootstrap.shop-events.svc.cluster.local:9092',
      ORDERS_TOPIC: 'orders',
    });
  expect(kafka('Kafka', 'events').spec.kafka.listeners).toMatchObject([{ port: 9092, type: 'internal', tls: false }]);
  expect(waveOf(kafka('KafkaTopic', 'orders'))).toBeGreaterThan(waveOf(kafka('Kafka', 'events')));
  const [events, app] = ['shop-events', 'shop-app'].map((name) => waveOf(kafka('Application', name)));
  expect(app).toBeGreaterThan(events!);
});

test('scaled-object: the scaler has a Deployment without replicas to itself, and rolls out after it', () => {
  const [web, scaler] = ['Deployment', 'ScaledObject'].map((kind) => find('scaled-object', 'local', kind, 'web'));
  expect(web!.spec).not.toHaveProperty('replicas');
  expect(scaler!.spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'web' });
  expect([web!, scaler!].map(waveOf)).toEqual([0, 1]);
});

test('external-database: reports gets the same variables from both, and credentials by reference', () => {
  const [local, production] = ['local', 'production'].map((environment) =>
    envOf(find('external-database', environment, 'Deployment', 'reports')),
  );
  expect(Object.keys(production!)).toEqual(Object.keys(local!));
  expect(production).toMatchObject({
    WAREHOUSE_HOST: 'warehouse.example.com',
    WAREHOUSE_PORT: '5432',
    WAREHOUSE_PASSWORD: 'warehouse-login',
  });
  expect(objectsIn('external-database', 'production').map(({ kind }) => kind)).not.toContain('StatefulSet');
});

test('gateway: one route leads from the Gateway to both tiers', () => {
  const [route, gateway] = [
    find('gateway', 'production', 'HTTPRoute', 'front'),
    find('gateway', 'production', 'Gateway', 'public'),
  ];
  expect(route.spec).toMatchObject({
    parentRefs: [{ name: gateway.metadata.name, namespace: gateway.metadata.namespace, sectionName: 'https' }],
    hostnames: ['www.shop.example.com'],
    rules: [
      { matches: [{ path: { value: '/' } }], backendRefs: [{ name: 'web', port: 8080 }], timeouts: { request: '2m' } },
      { matches: [{ path: { value: '/orders' } }], backendRefs: [{ name: 'orders', port: 8080 }] },
    ],
  });
});

test('own-rule: the preview is waived, one rule is switched off', () => {
  const { waived, off } = of('own-rule').report;
  expect(waived.map(({ rule, reason }) => [rule, reason])).toEqual([
    ['owner-label', 'nobody has to be called for a preview'],
  ]);
  expect(off).toEqual(['image-digest']);
});

test('adopt: guest and tier keep the selectors of the plain chart, and the tier is told where the guest is', () => {
  const [reports, web] = ['reports', 'web'].map((name) => find('adopt', 'local', 'Deployment', name));
  expect(reports!.spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'reports' } });
  expect(web!.spec.selector).toEqual({ matchLabels: { app: 'shop', tier: 'web' } });
  expect(envOf(web!)).toEqual({ REPORTS_URL: 'http://reports.shop.svc.cluster.local' });
});
