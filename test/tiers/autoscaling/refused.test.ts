import { Duration } from 'cdk8s';
import { type Autoscaling, ScaleOn, type WebServiceProps } from '../../../src/tiers';
import { makeSystem, problemsFrom } from '../../fixtures';
import { Kafka } from '../../fixtures/kafka';
import { scaled } from './scaled';

const cpu = ScaleOn.cpu(70);
const windowOf = (given: Partial<Parameters<typeof ScaleOn.cron>[0]> = {}) =>
  ScaleOn.cron({ timeZone: 'Etc/UTC', start: '0 8 * * *', end: '0 18 * * *', replicas: 4, ...given });
const kafka = () => new Kafka(makeSystem().application, 'events').group('orders', 'billing');
const server = { url: 'http://prometheus:9090' } as never;
const query = (threshold: number) => ScaleOn.prometheus({ server, query: 'up', threshold });

const refused: [string, Autoscaling, readonly string[]][] = [
  [
    'with impossible numbers',
    { min: -1, max: 0, on: [cpu] },
    [
      'autoscaling.max is 0, give a whole number of at least 1',
      'autoscaling.min is -1, give a whole number of at least 0',
    ],
  ],
  [
    'with a minimum above its maximum',
    { min: 4, max: 3, on: [cpu] },
    ['autoscaling.min 4 exceeds autoscaling.max 3, lower the minimum or raise the maximum'],
  ],
  [
    'with nothing to follow',
    { max: 3, on: [] },
    ['autoscaling has nothing to follow, give `on` at least one source such as ScaleOn.cpu(70)'],
  ],
  ['with one source twice', { max: 3, on: [cpu, ScaleOn.cpu(80)] }, ['autoscaling is on cpu twice, leave out one']],
  [
    'with nothing that could wake it',
    { min: 0, max: 3, on: [cpu] },
    [
      'autoscaling.min is 0, which a HorizontalPodAutoscaler does not do: keep at least 1, or add a source of KEDA (a queue, a query, a window)',
    ],
  ],
  [
    'with a trigger that cannot wake it',
    { min: 0, max: 3, on: [{ name: 'own', trigger: { type: 'own', metadata: {} } }] },
    [
      'autoscaling.min is 0, but no source can tell that a pod is needed while none runs: add a queue, a query or a window, or keep at least 1',
    ],
  ],
  [
    'with a source for each of two scalers',
    { max: 3, on: [ScaleOn.pods('hits', '10'), windowOf()] },
    [
      "autoscaling on metric 'hits' of the pods is for a HorizontalPodAutoscaler alone and on window '0 8 * * *' to '0 18 * * *' for KEDA alone, and one of them scales a tier: take the first from Prometheus (ScaleOn.prometheus)",
    ],
  ],
  [
    'with a source for none',
    { max: 3, on: [{ name: 'own' }] },
    ['autoscaling on own: the source has neither a `metric` nor a `trigger`, give it one of them'],
  ],
  [
    "with KEDA's times without KEDA",
    { max: 3, on: [cpu], pollingInterval: Duration.seconds(5), cooldownPeriod: Duration.seconds(5) },
    [
      "autoscaling.cooldownPeriod is KEDA's, but a HorizontalPodAutoscaler does the work: leave it out",
      "autoscaling.pollingInterval is KEDA's, but a HorizontalPodAutoscaler does the work: leave it out",
    ],
  ],
  [
    'with sources that make no sense',
    {
      max: 3,
      on: [
        ScaleOn.cpu(0),
        ScaleOn.memory(1.5),
        ScaleOn.queue(kafka(), { messages: 0 }),
        query(0),
        windowOf({ replicas: 0 }),
        windowOf({ start: '0 8 * *' }),
        windowOf({ end: '60 8 * * *' }),
        windowOf({ timeZone: 'Rome' }),
      ],
    },
    [
      "autoscaling is on window '0 8 * * *' to '0 18 * * *' twice, leave out one",
      'autoscaling on cpu: percent is 0, give a whole number of at least 1',
      'autoscaling on memory: percent is 1.5, give a whole number of at least 1',
      "autoscaling on query 'up': threshold is 0, give a number above 0",
      "autoscaling on queue 'orders': messages is 0, give a whole number of at least 1",
      "autoscaling on window '0 8 * * *' to '0 18 * * *': replicas is 0, give a whole number of at least 1",
      "autoscaling on window '0 8 * * *' to '0 18 * * *': time zone 'Rome' is unknown, give a name of the IANA database such as Europe/Rome or Etc/UTC",
      "autoscaling on window '0 8 * * *' to '60 8 * * *': schedule '60 8 * * *' has an impossible minute '60', give numbers from 0 to 59, ranges 'a-b', steps '*/n', or lists of them",
      "autoscaling on window '0 8 * *' to '0 18 * * *': schedule '0 8 * *' has 4 fields, give five (minute, hour, day of the month, month, day of the week) such as '30 4 * * *', or one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually",
    ],
  ],
  [
    'with metrics that make no sense',
    { max: 3, on: [ScaleOn.pods('hits', '0'), ScaleOn.external('lag', 'many')] },
    [
      "autoscaling on external metric 'lag': average is 'many', give a quantity above 0 such as 100 or 500m",
      "autoscaling on metric 'hits' of the pods: average is '0', give a quantity above 0 such as 100 or 500m",
    ],
  ],
  [
    'with a queue whose scaler does not say where it counts',
    { max: 3, on: [ScaleOn.queue({ ...kafka(), scaler: { ...kafka().scaler, share: undefined } }, { messages: 5 })] },
    [
      "autoscaling on queue 'orders': its scaler has no setting 'value' for the messages of one pod, name that of 'kafka' in `share`",
    ],
  ],
];

test.each(refused)('a tier is refused that is scaled %s', (_, autoscaling, messages) => {
  expect(problemsFrom(() => scaled(autoscaling)).split('\n')).toEqual(
    messages.map((message) => `local/shop/shop-app/web: ${message}`),
  );
});

test.each<[string, Partial<WebServiceProps>, string]>([
  [
    'of a stated number of pods',
    { replicas: 2 },
    'has 2 replicas and `autoscaling`, which sets their number: leave out `replicas`',
  ],
  [
    'that is paused',
    { replicas: 0 },
    'has 0 replicas and `autoscaling`, which sets their number: leave out `replicas`',
  ],
  ['that must be alone', { singleton: true }, 'is a singleton with up to 3 replicas: give it 1, or drop `singleton`'],
])('a tier is refused that is scaled, but %s', (_, props, message) => {
  expect(problemsFrom(() => scaled({ max: 3, on: [cpu] }, props))).toBe(`local/shop/shop-app/web: ${message}`);
});

test('a singleton may have an autoscaler that pauses it', () => {
  const tree = scaled({ min: 0, max: 1, on: [windowOf({ replicas: 1 })] }, { singleton: true });
  expect(tree.get('Deployment').spec.strategy).toEqual({ type: 'Recreate' });
});
