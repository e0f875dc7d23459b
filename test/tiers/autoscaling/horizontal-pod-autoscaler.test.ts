import { Duration } from 'cdk8s';
import { validateObject } from '../../../src/checks/schemas';
import type { KubernetesObject } from '../../../src/kubernetes';
import { ScaleOn } from '../../../src/tiers';
import { describeEveryProp } from '../../fixtures';
import { scaled } from './scaled';

const cpu = ScaleOn.cpu(70);
const specOf = (...args: Parameters<typeof scaled>) => scaled(...args).get('HorizontalPodAutoscaler').spec;

describe('a tier that is scaled by what Kubernetes measures', () => {
  test('has a HorizontalPodAutoscaler, which alone sets the number of pods', () => {
    const tree = scaled({ max: 5, on: [cpu] });
    const scaler = tree.get('HorizontalPodAutoscaler', 'web');
    expect(scaler).toMatchSnapshot('HorizontalPodAutoscaler');
    expect(validateObject(scaler as KubernetesObject)).toEqual([]);
    expect(tree.get('Deployment').spec.replicas).toBeUndefined();
    expect(tree.all('ScaledObject')).toEqual([]);
  });

  test('counts its most pods for spread and disruption budget', () => {
    const tree = scaled({ max: 2, on: [cpu] });
    expect(tree.get('PodDisruptionBudget').spec.maxUnavailable).toBe(1);
    expect(tree.get('Deployment').spec.template.spec.topologySpreadConstraints).toHaveLength(1);
    const alone = scaled({ max: 1, on: [cpu] });
    expect(alone.all('PodDisruptionBudget')).toEqual([]);
    expect(alone.get('Deployment').spec.template.spec.topologySpreadConstraints).toBeUndefined();
  });

  test('has its scaler in the last wave, after the workload', () => {
    const tree = scaled({ max: 5, on: [cpu] });
    const waveOf = (kind: string) => tree.get(kind).metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? '0';
    expect([waveOf('Deployment'), waveOf('HorizontalPodAutoscaler')]).toEqual(['0', '1']);
  });

  test('follows metrics of the pods and of others', () => {
    const on = [
      ScaleOn.memory(80),
      ScaleOn.pods('requests_in_flight', '500m'),
      ScaleOn.external('orders_waiting', '30', { region: 'eu' }),
      ScaleOn.external('letters_waiting', '5'),
    ];
    const scaler = scaled({ max: 3, on }).get('HorizontalPodAutoscaler');
    expect(validateObject(scaler as KubernetesObject)).toEqual([]);
    expect(scaler.spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
      {
        type: 'Pods',
        pods: { metric: { name: 'requests_in_flight' }, target: { type: 'AverageValue', averageValue: '500m' } },
      },
      {
        type: 'External',
        external: {
          metric: { name: 'orders_waiting', selector: { matchLabels: { region: 'eu' } } },
          target: { type: 'AverageValue', averageValue: '30' },
        },
      },
      {
        type: 'External',
        external: { metric: { name: 'letters_waiting' }, target: { type: 'AverageValue', averageValue: '5' } },
      },
    ]);
  });

  test('takes a source of somebody else', () => {
    const metric = { type: 'Object', object: { metric: { name: 'lag' } } };
    expect(specOf({ max: 3, on: [{ name: 'lag', metric }] }).metrics).toEqual([metric]);
  });
});

const policies = [
  { type: 'Pods' as const, value: 2, period: Duration.minutes(1) },
  { type: 'Percent' as const, value: 50, period: Duration.seconds(30) },
];

describeEveryProp('Autoscaling', {
  min: [() => specOf({ min: 2, max: 5, on: [cpu] }).minReplicas, 2],
  max: [() => specOf({ max: 7, on: [cpu] }).maxReplicas, 7],
  on: [() => specOf({ max: 7, on: [ScaleOn.cpu(55)] }).metrics[0].resource.target.averageUtilization, 55],
  behaviour: [
    () => specOf({ max: 7, on: [cpu], behaviour: { scaleDown: { selectPolicy: 'Disabled' } } }).behavior,
    { scaleDown: { selectPolicy: 'Disabled' } },
  ],
  pollingInterval: [() => byKeda({ pollingInterval: Duration.seconds(15) }).pollingInterval, 15],
  cooldownPeriod: [() => byKeda({ cooldownPeriod: Duration.minutes(2) }).cooldownPeriod, 120],
});

function byKeda(timing: { pollingInterval?: Duration; cooldownPeriod?: Duration }) {
  const window = ScaleOn.cron({ timeZone: 'Etc/UTC', start: '0 8 * * *', end: '0 18 * * *', replicas: 2 });
  return scaled({ max: 3, on: [window], ...timing }).get('ScaledObject').spec;
}

describeEveryProp('ScalingBehaviour', {
  scaleUp: [
    () => specOf({ max: 7, on: [cpu], behaviour: { scaleUp: { policies } } }).behavior,
    {
      scaleUp: {
        policies: [
          { type: 'Pods', value: 2, periodSeconds: 60 },
          { type: 'Percent', value: 50, periodSeconds: 30 },
        ],
      },
    },
  ],
  scaleDown: [
    () =>
      specOf({ max: 7, on: [cpu], behaviour: { scaleDown: { stabilizationWindow: Duration.minutes(10) } } }).behavior,
    { scaleDown: { stabilizationWindowSeconds: 600 } },
  ],
});
