import fc from 'fast-check';
import { Network } from '../../../src/manifests/network';
import {
  type End,
  type Namespaces,
  type Peer,
  type Pod,
  type Policy,
  passes,
  type Rule,
  type Selector,
} from './reading';

const names = ['one', 'two'] as const;
const keys = ['app', 'tier'] as const;
const values = ['a', 'b'] as const;
const protocols = ['TCP', 'UDP', 'SCTP'] as const;
const portNumbers = [53, 80, 443] as const;
const portNames = ['web', 'dns'] as const;

/** A property that is there or not. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const labels: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(...keys),
  fc.constantFrom(...values),
);
const key = fc.constantFrom(...keys, 'kubernetes.io/metadata.name');
const value = fc.constantFrom(...values, ...names);
const expression = fc.record({
  key,
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.array(value, { maxLength: 2 }),
});
const selector: fc.Arbitrary<Selector> = fc.record(
  { matchLabels: fc.dictionary(key, value, { maxKeys: 1 }), matchExpressions: fc.array(expression, { maxLength: 1 }) },
  { requiredKeys: [] },
);
const cidr = fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '192.0.2.0/25', '192.0.2.4/32');
const peer: fc.Arbitrary<Peer> = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({ ipBlock: fc.record({ cidr, except: fc.array(cidr, { maxLength: 1 }) }, { requiredKeys: ['cidr'] }) }),
);
const portOf = fc.record(
  {
    port: fc.oneof(fc.constantFrom(...portNumbers), fc.constantFrom(...portNames)),
    protocol: fc.constantFrom(...protocols),
    endPort: fc.constantFrom(80, 443),
  },
  { requiredKeys: [] },
);
const rule: fc.Arbitrary<Rule> = fc.record(
  { peers: fc.array(peer, { maxLength: 2 }), ports: fc.array(portOf, { maxLength: 2 }) },
  { requiredKeys: [] },
);
const policy: fc.Arbitrary<Policy> = fc.record(
  {
    namespace: fc.constantFrom(...names),
    podSelector: selector,
    policyTypes: fc.subarray(['Ingress', 'Egress']),
    ingress: fc.array(rule, { maxLength: 2 }),
    egress: fc.array(rule, { maxLength: 2 }),
  },
  { requiredKeys: ['namespace', 'podSelector'] },
);
const pod: fc.Arbitrary<Pod> = fc.record({
  namespace: fc.constantFrom(...names, 'three'),
  labels,
  ports: fc.array(
    fc.record({
      name: fc.constantFrom(...portNames, ''),
      port: fc.constantFrom(...portNumbers),
      protocol: fc.constantFrom(...protocols),
    }),
    { maxLength: 2 },
  ),
});
const end: fc.Arbitrary<End> = fc.oneof(
  { weight: 4, arbitrary: pod },
  { weight: 1, arbitrary: fc.record({ address: fc.constantFrom('10.0.0.1', '10.1.2.3', '192.0.2.4', '192.0.2.200') }) },
);
const packet = fc.record({ port: fc.constantFrom(...portNumbers, 8080), protocol: fc.constantFrom(...protocols) });
const namespaces: fc.Arbitrary<Namespaces> = fc.record({ one: labels, two: labels }, { requiredKeys: [] });

/** The policy as its manifest has it; what is undefined is left out. */
function toManifest({ namespace, ingress, egress, ...spec }: Policy) {
  const rules = (side: 'from' | 'to', list: Rule[]) =>
    list.map(({ peers, ports }) => present({ [side]: peers, ports }));
  return {
    namespace,
    spec: present({
      ...spec,
      ingress: ingress && rules('from', ingress),
      egress: egress && rules('to', egress),
    }),
  };
}

function present(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, item]) => item !== undefined));
}

function networkOf(policies: readonly Policy[], known: Namespaces): Network {
  return new Network(policies.map(toManifest), (name) => ({ ...known[name], 'kubernetes.io/metadata.name': name }));
}

test('policies let through what the documentation says, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 4 }), namespaces, end, end, packet, (policies, known, from, to, sent) => {
      const seen = networkOf(policies, known).canReach(from, to, sent);
      expect(seen).toBe(passes(policies, known, from, to, sent));
    }),
    { numRuns: 4000 },
  );
});

test('the order of policies does not matter, nor one that is there twice', () => {
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 4 }), pod, pod, packet, (policies, from, to, sent) => {
      const turned = [...policies].reverse();
      expect(networkOf([...turned, ...turned], {}).canReach(from, to, sent)).toBe(
        networkOf(policies, {}).canReach(from, to, sent),
      );
    }),
  );
});

test('one more rule never takes a connection away', () => {
  fc.assert(
    fc.property(
      fc.array(policy, { minLength: 1, maxLength: 3 }),
      rule,
      maybe(fc.constant(true)),
      pod,
      pod,
      packet,
      ([first, ...rest], added, onEgress, from, to, sent) => {
        const types = first!.policyTypes?.length
          ? first!.policyTypes
          : (first!.egress ?? []).length > 0
            ? ['Ingress', 'Egress']
            : ['Ingress'];
        const one: Policy = { ...first!, policyTypes: types };
        const more: Policy = onEgress
          ? { ...one, egress: [...(one.egress ?? []), added] }
          : { ...one, ingress: [...(one.ingress ?? []), added] };
        const before = networkOf([one, ...rest], {}).canReach(from, to, sent);
        if (before) expect(networkOf([more, ...rest], {}).canReach(from, to, sent)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
