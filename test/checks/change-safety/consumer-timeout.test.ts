import { diffManifests, judgeChanges } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { configMap, definitions, scaledJob, statefulSet, template } from './table/objects';

const policy = (fields: Record<string, unknown>) => ({ vhost: '/', name: 'p', pattern: '.*', priority: 0, ...fields });
const hours = (count: number) => ({ 'consumer-timeout': count * 3_600_000 });
/** The attempt of 20 minutes fits into the timeout of one hour, and outlives the one of a tenth of it. */
const [long, short] = [hours(1), hours(0.1)];

/** Whether the broker's timeout ends the attempts of a worker whose deadline is 1200 s, told by the verdict on its change. */
function endsAttempts(broker: readonly KubernetesObject[], trigger: Record<string, unknown> = {}): boolean {
  const before = ManifestSet.of([...broker, scaledJob({}, trigger, { activeDeadlineSeconds: 60 })]);
  const after = ManifestSet.of([...broker, scaledJob({}, trigger, { activeDeadlineSeconds: 1200 })]);
  const findings = judgeChanges(diffManifests(before, after), before, after);
  return findings.some(({ rule }) => rule === 'deadline-over-consumer-timeout');
}

test('an attempt without a deadline outlives every timeout', () => {
  const [before, after] = [1200, undefined].map((activeDeadlineSeconds) =>
    ManifestSet.of([scaledJob({}, {}, { activeDeadlineSeconds })]),
  ) as [ManifestSet, ManifestSet];
  expect(
    judgeChanges(diffManifests(before, after), before, after).flatMap(({ rule, consequence }) =>
      rule === 'deadline-over-consumer-timeout' ? [consequence] : [],
    ),
  ).toEqual([
    'an attempt with no deadline outlives the consumer timeout of 1800 s on queue download: the message returns and is worked on twice',
  ]);
});

const defined = (...policies: unknown[]) => [definitions({ vhosts: [{ name: '/' }], policies })];

test.each<[string, readonly KubernetesObject[], boolean]>([
  ['without a broker the default of half an hour holds', [], false],
  ['a policy holds', defined(policy({ definition: short })), true],
  [
    'the policy with the highest priority holds, if it comes first',
    defined(policy({ priority: 5, definition: short }), policy({ name: 'q', definition: long })),
    true,
  ],
  [
    'the policy with the highest priority holds, if it comes last',
    defined(policy({ definition: long }), policy({ name: 'q', priority: 5, definition: short })),
    true,
  ],
  [
    'a policy that wins and says nothing hides one that does',
    defined(policy({ definition: short }), policy({ name: 'q', priority: 5, definition: { 'max-length': 1 } })),
    false,
  ],
  ['a policy for other queues does not hold', defined(policy({ pattern: '^upload$', definition: short })), false],
  ['a policy for exchanges does not hold', defined(policy({ 'apply-to': 'exchanges', definition: short })), false],
  ['a policy for quorum queues holds', defined(policy({ 'apply-to': 'quorum_queues', definition: short })), true],
  [
    "the queue's own argument holds",
    [definitions({ queues: [{ name: 'download', vhost: '/', arguments: { 'x-consumer-timeout': 60_000 } }] })],
    true,
  ],
  [
    "the broker's configuration holds",
    [
      configMap('rabbitmq', { 'rabbitmq.conf': 'consumer_timeout = 60000\n' }),
      statefulSet(
        'rabbitmq',
        {},
        template(
          'rabbitmq',
          'rabbitmq:4.1',
          { volumeMounts: [{ name: 'c', mountPath: '/etc/rabbitmq' }] },
          { volumes: [{ name: 'c', configMap: { name: 'rabbitmq' } }] },
        ),
      ),
    ],
    true,
  ],
])('%s', (_, broker, ends) => {
  expect(endsAttempts(broker)).toBe(ends);
});

test('a policy of another virtual host does not hold', () => {
  const broker = defined(policy({ vhost: 'shop', definition: short }));
  expect(endsAttempts(broker, { vhostName: 'shop' })).toBe(true);
  expect(endsAttempts(broker, { host: 'http://rabbitmq.z:15672/shop' })).toBe(true);
  expect(endsAttempts(broker, { host: 'http://rabbitmq.z:15672/%2F' })).toBe(false);
});
