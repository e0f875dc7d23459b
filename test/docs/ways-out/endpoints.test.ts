import { WebService } from 'cdk8s-tiers';
import { type LooseObject, makeSystem, type RenderedTree, small } from '../../fixtures';
import { makeProject } from '../../fixtures/project';
import { StrimziKafka } from './a-broker-of-your-own';
import { openForCollector } from './a-flow-of-your-own';
import { Search } from './an-endpoint-of-your-own';
import { connectToOthers } from './what-others-run';

type Test = ReturnType<typeof makeSystem>;
const image = 'registry.example.com/shop/web:1.0';
const web = ({ application }: Pick<Test, 'application'>) =>
  new WebService(application, 'web', { image, port: 8080, resources: small });

/** A system with a web tier, rendered; and the findings of the checks on it, which `synth` would refuse to write. */
function render(build: (tier: WebService, test: Pick<Test, 'application'>) => void): RenderedTree {
  const test = makeSystem();
  build(web(test), test);
  return test.render();
}
const envOf = (tree: RenderedTree) =>
  Object.fromEntries(
    tree
      .get('Deployment', 'web')
      .spec.template.spec.containers[0].env.map(({ name, value, valueFrom }: LooseObject) => [
        name,
        value ?? `${valueFrom.secretKeyRef.name} ${valueFrom.secretKeyRef.key}`,
      ]),
  );
const waveOf = (object: LooseObject) => Number(object.metadata.annotations['argocd.argoproj.io/sync-wave']);
const policyOf = (tree: RenderedTree, name: string) => tree.get('NetworkPolicy', name).spec;

test.each<[string, (tier: WebService, test: Pick<Test, 'application'>) => void]>([
  ['what others run', (tier, { application }) => connectToOthers(application, tier)],
  ['an own endpoint', (tier, { application }) => tier.connectTo(new Search(application, 'search'))],
  ['an own broker', (tier, { application }) => tier.publishTo(new StrimziKafka(application, 'events').topic('orders'))],
  ['an own flow', (tier) => openForCollector(tier)],
])('a project with %s is written: no check finds an error', async (_, build) => {
  const project = makeProject({ shop: (application) => build(web({ application }), { application }) });
  project.environment('local', ['shop']);
  const { code, err } = await project.run('synth');
  expect({ code, err }).toMatchObject({ code: 0 });
});

test('what others run gives the client variables and a way out', () => {
  const tree = render((tier, { application }) => connectToOthers(application, tier));
  expect(envOf(tree)).toEqual({
    WAREHOUSE_HOST: 'warehouse.example.com',
    WAREHOUSE_PORT: '5432',
    WAREHOUSE_NAME: 'sales',
    WAREHOUSE_USER: 'warehouse-login username',
    WAREHOUSE_PASSWORD: 'warehouse-login password',
    PAYMENTS_URL: 'https://payments.example.com/v1',
    ACCOUNTS_URL: 'http://accounts.identity.svc.cluster.local',
  });
  expect(policyOf(tree, 'web').egress.map(({ ports }: LooseObject) => ports[0].port)).toEqual([443, 5432, 8080]);
});

test('an own endpoint gets a policy, and its clients come after it', () => {
  const tree = render((tier, { application }) => tier.connectTo(new Search(application, 'search')));
  expect(envOf(tree)).toEqual({ SEARCH_URL: 'http://search-es-http.shop.svc.cluster.local:9200' });
  const pods = { matchLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': 'search' } };
  expect(policyOf(tree, 'web').egress).toEqual([
    { to: [{ podSelector: pods }], ports: [{ protocol: 'TCP', port: 9200 }] },
  ]);
  expect(policyOf(tree, 'search')).toMatchObject({
    podSelector: pods,
    ingress: [
      {
        from: [{ podSelector: { matchLabels: { app: 'shop', tier: 'web' } } }],
        ports: [{ protocol: 'TCP', port: 9200 }],
      },
    ],
  });
  expect(waveOf(tree.get('Elasticsearch'))).toBeLessThan(waveOf(tree.get('Deployment')));
});

test('an own broker is published to', () => {
  const tree = render((tier, { application }) =>
    tier.publishTo(new StrimziKafka(application, 'events').topic('orders')),
  );
  expect(envOf(tree)).toEqual({
    BROKER_BOOTSTRAP_SERVERS: 'events-kafka-bootstrap.shop.svc.cluster.local:9092',
    ORDERS_TOPIC: 'orders',
  });
  expect(tree.get('KafkaTopic').metadata).toMatchObject({ name: 'orders', labels: { 'strimzi.io/cluster': 'events' } });
  expect(policyOf(tree, 'events').ingress[0].ports).toEqual([{ protocol: 'TCP', port: 9092 }]);
});

test('an own flow lets others in', () => {
  const tree = render((tier) => openForCollector(tier));
  expect(policyOf(tree, 'web').ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tracing' } },
          podSelector: { matchLabels: { app: 'collector' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 9411 }],
    },
  ]);
});
