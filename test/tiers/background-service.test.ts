import { Size } from 'cdk8s';
import { Cpu } from '../../src/kubernetes';
import { BackgroundService, type BackgroundServiceProps, RabbitMq, ScaleOn } from '../../src/tiers';
import {
  describeEveryProp,
  makeSystem,
  probeRows,
  problemsFrom,
  programRows,
  type RenderWith,
  renderOne,
  small,
  workloadSelectorRows,
} from '../fixtures';

const render: RenderWith<Partial<BackgroundServiceProps>> = (props) =>
  renderOne(
    (application) =>
      new BackgroundService(application, 'clock', { image: 'shop/clock:1.0', resources: small, ...props(application) }),
  );
const of = (props: Partial<BackgroundServiceProps> = {}) => render(() => props);

describe('a background service', () => {
  test('emits an account and a Deployment, and no Service', () => {
    expect(of().names()).toEqual([
      'Deployment clock',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'ServiceAccount clock',
    ]);
    expect(of().get('Deployment')).toMatchSnapshot('Deployment');
  });

  test('is asked nothing and stops at once, for nobody calls it', () => {
    const [container] = of().get('Deployment').spec.template.spec.containers;
    const { ports, readinessProbe, livenessProbe, startupProbe, lifecycle } = container;
    expect({ ports, readinessProbe, livenessProbe, startupProbe, lifecycle }).toEqual({});
  });

  test('with several replicas is spread and has a disruption budget', () => {
    const tree = of({ replicas: 2 });
    expect(tree.get('PodDisruptionBudget', 'clock').spec.maxUnavailable).toBe(1);
    expect(tree.get('Deployment').spec.template.spec.topologySpreadConstraints).toHaveLength(1);
  });

  test('consumes a queue with rights of its own', () => {
    const test = makeSystem();
    const broker = new RabbitMq(test.add('shop-data'), 'broker', {
      storage: Size.gibibytes(2),
      resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
    });
    const orders = broker.addQueue('orders');
    new BackgroundService(test.application, 'mailer', { image: 'shop/mailer:1.0', resources: small }).consumeFrom(
      orders,
    );
    const tree = test.render();
    const { permissions } = JSON.parse(tree.get('ConfigMap', 'broker-definitions').data['definitions.json']);
    expect(permissions).toContainEqual(expect.objectContaining({ user: 'mailer', write: '^$', read: '^orders$' }));
    const [container] = tree.get('Deployment', 'mailer').spec.template.spec.containers;
    expect(container.env).toContainEqual({ name: 'ORDERS_QUEUE', value: 'orders' });
  });
});

describeEveryProp('BackgroundServiceProps', {
  ...programRows('Deployment', 'clock', render),
  ...probeRows('Deployment', render),
  ...workloadSelectorRows('Deployment', 'clock', render),
  replicas: [() => of({ replicas: 3 }).get('Deployment').spec.replicas, 3],
  autoscaling: [
    () => of({ autoscaling: { max: 4, on: [ScaleOn.cpu(70)] } }).get('HorizontalPodAutoscaler').spec.maxReplicas,
    4,
  ],
  singleton: [() => of({ singleton: true }).get('Deployment').spec.strategy, { type: 'Recreate' }],
});

test('a background service is refused with all that is wrong with it', () => {
  expect(problemsFrom(() => of({ replicas: 2, singleton: true, workloadName: 'Clock' })).split('\n')).toEqual([
    'local/shop/shop-app/clock: is a singleton with 2 replicas: give it 1, or drop `singleton`',
    "local/shop/shop-app/clock: name 'Clock' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
  ]);
});
