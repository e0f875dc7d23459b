import { Construct } from 'constructs';
import { type Requirement, Requirements } from '../../src/requirements';

const root = new Construct(undefined as never, '');
const one = new Construct(root, 'one');
const two = new Construct(root, 'two');
const fast: Requirement = {
  kind: 'StorageClass',
  apiVersion: 'storage.k8s.io/v1',
  name: 'fast',
  why: 'no volume',
  mend: 'make it',
};
const host: Requirement = { kind: 'DNS name', name: 'www.example.com', why: 'not found', mend: 'add it' };
const gate: Requirement = {
  ...fast,
  kind: 'Gateway',
  apiVersion: 'gateway.networking.k8s.io/v1',
  namespace: 'edge',
  name: 'in',
};

function listOf(build: (list: Requirements) => void): string[] {
  const list = new Requirements();
  build(list);
  return list.all.map(({ kind, name, neededBy }) => `${kind} ${name}: ${neededBy.map(({ node }) => node.id)}`);
}

test('what several need stands once, with all of them, and the list is sorted', () => {
  const told = listOf((list) => {
    list.add(two, host, fast);
    list.add(one, { ...fast, why: 'another reason' });
    list.add(two, fast);
  });
  expect(told).toEqual(['DNS name www.example.com: two', 'StorageClass fast: two,one']);
});

test('kinds of one name in two groups are two', () => {
  const other = { ...gate, apiVersion: 'networking.istio.io/v1' };
  expect(listOf((list) => list.add(one, gate, other))).toHaveLength(2);
});

test.each<[string, object]>([
  ['in its namespace', { namespace: 'edge' }],
  ['in whatever namespace', {}],
])('what somebody says exists %s is taken on trust', (_, place) => {
  const told = listOf((list) => {
    list.add(one, gate, fast);
    list.state(root, [{ kind: 'Gateway', name: 'in', ...place }]);
  });
  expect(told).toEqual(['StorageClass fast: one']);
});

test('what is said to exist elsewhere is another thing', () => {
  const told = listOf((list) => {
    list.add(one, gate);
    list.state(root, [{ kind: 'Gateway', name: 'in', namespace: 'other' }]);
  });
  expect(told).toEqual(['Gateway in: one']);
});

test('what is said to exist with its version is asked for, and keeps the reason of who needs it', () => {
  const list = new Requirements();
  list.add(one, fast);
  const { apiVersion = '', kind } = fast;
  list.state(two, [
    { apiVersion, kind, name: 'fast' },
    { apiVersion, kind, name: 'slow' },
  ]);
  expect(list.all.map(({ neededBy: _, ...requirement }) => requirement)).toEqual([
    fast,
    {
      ...fast,
      name: 'slow',
      why: 'what names it does not work',
      mend: "make it, or take it out of the section 'external' of the environment's file",
    },
  ]);
});
