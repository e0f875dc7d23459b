import { type ChangeRules, compareManifests } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { ProblemsError } from '../../../src/problem';

const topic = (partitions: number, name = 'orders'): KubernetesObject => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaTopic',
  metadata: { name, namespace: 'shop' },
  spec: { partitions },
});
const kinds = ['kafka.strimzi.io/KafkaTopic'];
const partitions: NonNullable<ChangeRules['fields']>[number] = {
  id: 'topic-partitions',
  kinds,
  fields: ['spec.partitions'],
  when: ({ field }) => Number(field.to) > Number(field.from),
  verdict: 'BLOCK',
  consequence: 'keys move to other partitions: their order is lost',
  procedure: 'make a new topic and move the consumers',
};
const removal = {
  id: 'topic-removed',
  kinds,
  verdict: 'BLOCK',
  consequence: 'its messages go',
  procedure: '',
} as const;
const told = (rows: ChangeRules | undefined, from: KubernetesObject[], to: KubernetesObject[]) =>
  compareManifests(ManifestSet.of(from), ManifestSet.of(to), undefined, rows).findings.map(
    ({ verdict, rule, object, consequence }) => `${verdict} ${rule} ${object}: ${consequence}`,
  );
const errorOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemsError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
};

test('a project tells what a changed field of its own kind does', () => {
  const rows = { fields: [partitions] };
  expect(told(undefined, [topic(3)], [topic(6)])).toEqual([
    'WARN other-field KafkaTopic shop/orders: what a change of KafkaTopic does is up to its operator',
  ]);
  expect(told(rows, [topic(3)], [topic(6)])).toEqual([
    'BLOCK topic-partitions KafkaTopic shop/orders: keys move to other partitions: their order is lost',
  ]);
  expect(told(rows, [topic(6)], [topic(3)])).toEqual([
    'WARN other-field KafkaTopic shop/orders: what a change of KafkaTopic does is up to its operator',
  ]);
});

test('a project tells what the end of an object does, before the built-in rows', () => {
  expect(told({ removals: [removal] }, [topic(3)], [])).toEqual([
    'BLOCK topic-removed KafkaTopic shop/orders: removed: its messages go',
  ]);
  const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const moved = { ...removal, id: 'namespace-moved', kinds: ['/Namespace'], when: () => true };
  expect(told({ removals: [moved] }, [namespace], [])).toEqual([
    'BLOCK namespace-moved Namespace shop: removed: its messages go',
  ]);
  expect(told({ removals: [{ ...moved, when: () => false }] }, [namespace], [])).toEqual([
    expect.stringMatching(/^BLOCK namespace-removed /),
  ]);
});

test('a project tells what several objects do together', () => {
  const sets: ChangeRules['sets'] = [
    {
      id: 'topics-together',
      kinds,
      verdict: 'WARN',
      procedure: 'one at a time',
      find: (changes) =>
        changes.length < 2
          ? []
          : changes.map((change) => ({ verdict: 'WARN', change, fields: [], consequence: 'all brokers are busy' })),
    },
  ];
  const both = [topic(3), topic(3, 'mails')];
  expect(told({ sets }, both, [topic(6), topic(6, 'mails')])).toContain(
    'WARN topics-together KafkaTopic shop/mails: all brokers are busy',
  );
});

test('rows have ids of their own and whole kinds', () => {
  const rows: ChangeRules = {
    fields: [partitions, { ...partitions, id: 'postgres-major' }],
    removals: [{ ...removal, id: 'topic-partitions', kinds: ['KafkaTopic'] }],
  };
  expect(errorOf(() => told(rows, [], []))).toBe(
    [
      'changeRules: postgres-major: there is a row of this id already, give yours another',
      "changeRules: topic-partitions: impossible kind 'KafkaTopic', allowed: group and kind, 'apps/Deployment', or '/Service' in the core group",
      'changeRules: topic-partitions: there is a row of this id already, give yours another',
    ].join('\n'),
  );
});

test('rows that fail are named with the object, all at once', () => {
  const fail = (): never => {
    throw new TypeError('spec is undefined');
  };
  const rows: ChangeRules = {
    fields: [{ ...partitions, when: fail }],
    removals: [{ id: 'topic-removed', kinds, verdict: fail, consequence: '', procedure: '' }],
    sets: [{ id: 'topics', kinds, verdict: 'WARN', procedure: '', find: fail }],
  };
  expect(errorOf(() => told(rows, [topic(3), topic(3, 'mails')], [topic(6)]))).toBe(
    [
      'changeRules: topic-partitions: the row fails on KafkaTopic shop/orders (TypeError: spec is undefined), mend it',
      'changeRules: topic-removed: the row fails on KafkaTopic shop/mails (TypeError: spec is undefined), mend it',
      'changeRules: topics: the row fails (TypeError: spec is undefined), mend it',
    ].join('\n'),
  );
});
