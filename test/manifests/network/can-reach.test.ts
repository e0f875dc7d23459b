import type { KubernetesObject } from '../../../src/kubernetes';
import { canReach, type NetworkEnd, type PodEnd } from '../../../src/manifests/network';

const policy = (spec: Record<string, unknown>, namespace = 'one'): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace },
  spec: { podSelector: {}, ...spec },
});
const pod = (namespace: string, labels: Record<string, string> = {}, rest: Partial<PodEnd> = {}): PodEnd => ({
  namespace,
  labels,
  ...rest,
});
const ports = [
  { name: 'http', port: 8080, protocol: 'TCP' },
  { name: 'dns', port: 53, protocol: 'UDP' },
];
const server = pod('one', {}, { ports });
const peer = { namespace: 'two', labels: { a: 'b' } };

/** Whether a packet gets in to a pod that one policy of its namespace selects. */
const getsIn = (
  spec: Record<string, unknown>,
  from: NetworkEnd = peer,
  port: number | string = 80,
  protocol: 'TCP' | 'UDP' | 'SCTP' = 'TCP',
) => canReach([policy(spec)], from, server, port, protocol);
/** Whether a packet gets out of a pod that one policy of its namespace selects. */
const getsOut = (spec: Record<string, unknown>, to: NetworkEnd = peer, port: number | string = 80) =>
  canReach([policy(spec)], server, to, port);
/** Whether a packet passes where Cilium lets one port through, and says nothing of peers (Cilium docs, layer 4 examples). */
const cilium = (side: 'ingress' | 'egress', port: number, more: object = {}) => {
  const rule = { toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }], ...more };
  const object = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'p', namespace: 'one' } };
  const policies = [{ ...object, spec: { endpointSelector: {}, [side]: [rule] } }];
  return side === 'ingress' ? canReach(policies, peer, server, port) : canReach(policies, server, peer, port);
};
const INGRESS = { policyTypes: ['Ingress'] };

test.each<[string, boolean, boolean]>([
  ['everything passes where there is no policy', canReach([], server, peer, 80), true],
  ['everything passes where no policy selects the pod', getsIn({ podSelector: { matchLabels: { x: 'y' } } }), true],
  ['nothing gets in where a policy has no rule', getsIn(INGRESS), false],
  ['nothing gets in where the list of rules is empty', getsIn({ ...INGRESS, ingress: [] }), false],
  ['a rule without peers and ports lets all in', getsIn({ ...INGRESS, ingress: [{}] }), true],
  ['an empty list of peers lets all in', getsIn({ ...INGRESS, ingress: [{ from: [] }] }), true],
  ['null stands for absent peers', getsIn({ ...INGRESS, ingress: [{ from: null, ports: null }] }), true],
  ['an empty list of ports is every port', getsIn({ ...INGRESS, ingress: [{ ports: [] }] }), true],
  ['a rule with ports lets that port in', getsIn({ ...INGRESS, ingress: [{ ports: [{ port: 80 }] }] }), true],
  ['another port does not get in', getsIn({ ...INGRESS, ingress: [{ ports: [{ port: 81 }] }] }), false],
  ['a range holds its first port', getsIn({ ...INGRESS, ingress: [{ ports: [{ port: 80, endPort: 81 }] }] }), true],
  ['a range holds its last port', getsIn({ ...INGRESS, ingress: [{ ports: [{ port: 70, endPort: 80 }] }] }), true],
  ['a range ends', getsIn({ ...INGRESS, ingress: [{ ports: [{ port: 70, endPort: 79 }] }] }), false],
  ['a port without a number is all of its protocol', getsIn({ ingress: [{ ports: [{ protocol: 'TCP' }] }] }), true],
  ['UDP is not TCP', getsIn({ ingress: [{ ports: [{ port: 80 }] }] }, peer, 80, 'UDP'), false],
  ['a port of Cilium without peers is for all that come', cilium('ingress', 80), true],
  ['another port than that of Cilium does not get in', cilium('ingress', 81), false],
  ['a port of Cilium without peers is for all goals', cilium('egress', 80), true],
  ['another port than that of Cilium does not get out', cilium('egress', 81), false],
  [
    'a port of Cilium with a peer is for that peer',
    cilium('ingress', 80, { fromEndpoints: [{ matchLabels: { a: 'b' } }] }),
    false,
  ],
  [
    'a port of Cilium with a goal is for that goal',
    cilium('egress', 80, { toEndpoints: [{ matchLabels: { a: 'c' } }] }),
    false,
  ],
  ['SCTP is let in by name', getsIn({ ingress: [{ ports: [{ protocol: 'SCTP' }] }] }, peer, 80, 'SCTP'), true],
  ['a named port is that of the pod', getsIn({ ingress: [{ ports: [{ port: 'http' }] }] }, peer, 8080), true],
  ['a named port is no other one', getsIn({ ingress: [{ ports: [{ port: 'http' }] }] }, peer, 80), false],
  ['a named port has a protocol', getsIn({ ingress: [{ ports: [{ port: 'dns' }] }] }, peer, 53), false],
  [
    'a port may be asked for by name',
    getsIn({ ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] }, peer, 'http'),
    true,
  ],
  [
    'a named port of egress is that of the pod it goes to',
    getsOut(
      { policyTypes: ['Egress'], egress: [{ ports: [{ port: 'web' }] }] },
      { ...peer, ports: [{ name: 'web', port: 80, protocol: 'TCP' }] },
    ),
    true,
  ],
  ['outside nothing has names', getsOut({ egress: [{ ports: [{ port: 'http' }] }] }, {}, 8080), false],
  ['a policy without types isolates ingress', getsIn({}), false],
  ['a policy without types leaves egress open', getsOut({}), true],
  ['an empty list of types is none', getsOut({ policyTypes: [], ingress: [] }), true],
  ['a policy without types that has egress isolates it', getsOut({ egress: [{ ports: [{ port: 81 }] }] }), false],
  ['a policy without types that has egress isolates ingress too', getsIn({ egress: [{}] }), false],
  ['a policy without types and an empty egress leaves egress open', getsOut({ egress: [] }), true],
  ['a policy of egress leaves ingress open', getsIn({ policyTypes: ['Egress'] }), true],
  [
    'rules of a direction that is no type do nothing',
    getsOut({ ...INGRESS, egress: [{ ports: [{ port: 1 }] }] }),
    true,
  ],
  ['a pod selector alone means the own namespace', getsIn({ ingress: [{ from: [{ podSelector: {} }] }] }), false],
  ['which has it', getsIn({ ingress: [{ from: [{ podSelector: {} }] }] }, pod('one')), true],
  [
    'namespace and pods in one item are both needed',
    getsIn({ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { a: 'c' } } }] }] }),
    false,
  ],
  [
    'namespace and pods in two items are one or the other',
    getsIn({ ingress: [{ from: [{ namespaceSelector: {} }, { podSelector: { matchLabels: { a: 'c' } } }] }] }),
    true,
  ],
  ['addresses are not pods', getsIn({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }), false],
  [
    'an address is in its block',
    getsIn({ ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] }, { address: '192.0.2.7' }),
    true,
  ],
  [
    'an address is in no other block',
    getsIn({ ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/25' } }] }] }, { address: '192.0.2.200' }),
    false,
  ],
  [
    'an exception takes an address out',
    getsIn(
      { ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.0/28'] } }] }] },
      { address: '192.0.2.7' },
    ),
    false,
  ],
  [
    'IPv6 is another family',
    getsIn({ ingress: [{ from: [{ ipBlock: { cidr: '::/0' } }] }] }, { address: '192.0.2.7' }),
    false,
  ],
  [
    'IPv6 has blocks too',
    getsIn({ ingress: [{ from: [{ ipBlock: { cidr: '2001:db8::/32' } }] }] }, { address: '2001:db8::1' }),
    true,
  ],
  ['a block that is none holds nothing', getsIn({ ingress: [{ from: [{ ipBlock: { cidr: 'all' } }] }] }, {}), true],
  ['selectors take in nothing outside', getsIn({ ingress: [{ from: [{ namespaceSelector: {} }] }] }, {}), false],
  [
    'an unknown operator takes in nothing',
    getsIn({ ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }] }] }),
    false,
  ],
  [
    'a policy of another namespace does not matter',
    canReach([policy({ ...INGRESS }, 'three')], peer, server, 80),
    true,
  ],
  ['policies add up', canReach([policy(INGRESS), policy({ ingress: [{}] })], peer, server, 80), true],
  [
    'both halves must let it through',
    canReach([policy({ ingress: [{}] }), policy({ policyTypes: ['Egress'] }, 'two')], peer, server, 80),
    false,
  ],
  [
    'labels of a Namespace count',
    canReach(
      [
        policy({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }] }),
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'two', labels: { team: 'x' } } },
      ],
      peer,
      server,
      80,
    ),
    true,
  ],
  [
    'labels of a namespace of others may be told',
    getsIn(
      { ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }] },
      pod('other', {}, { namespaceLabels: { team: 'x' } }),
    ),
    true,
  ],
  [
    'policies of another API are none',
    canReach([{ ...policy(INGRESS), apiVersion: 'projectcalico.org/v3' }], peer, server, 80),
    true,
  ],
])('%s', (_, seen, expected) => {
  expect(seen).toBe(expected);
});
