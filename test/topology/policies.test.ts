import fc from 'fast-check';
import type { KubernetesObject } from '../../src/kubernetes';
import { canReach } from '../../src/manifests/network';
import {
  type Flow,
  foreignPods,
  type Peer,
  type PodPeer,
  policiesFor,
  Topology,
  toNetworkPolicySpec,
} from '../../src/topology';

const tiers: PodPeer[] = ['one', 'two'].flatMap((namespace) =>
  ['a', 'b', 'c'].map((tier): PodPeer => ({ kind: 'pods', namespace, podLabels: { app: 'shop', tier } })),
);
const outside = foreignPods('keda', { app: 'keda-operator' });
const portNumbers = [53, 80, 5432] as const;
const protocols = ['TCP', 'UDP'] as const;

/** One connection of a random graph. */
interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly port: (typeof portNumbers)[number];
  readonly protocol: (typeof protocols)[number];
}

const arrows = fc.array(
  fc.record({
    from: fc.nat(tiers.length - 1),
    to: fc.nat(tiers.length - 1),
    port: fc.constantFrom(...portNumbers),
    protocol: fc.constantFrom(...protocols),
  }),
  { maxLength: 14 },
);

const flowOf = ({ from, to, port, protocol }: Arrow): Flow => ({
  from: tiers[from]!,
  to: tiers[to]!,
  ports: [{ port, protocol }],
  purpose: 'test',
  origin: 'declared',
});

function policiesOf(flows: readonly Flow[]): KubernetesObject[] {
  const topology = new Topology();
  for (const flow of flows) topology.allow(flow);
  const denied = [...new Set(tiers.map(({ namespace }) => namespace))].map((namespace) =>
    policy('default-deny', namespace, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  );
  const rules = policiesFor(topology.flows);
  return [...denied, ...rules.map((one, index) => policy(`p${index}`, one.pods.namespace, toNetworkPolicySpec(one)))];
}

function policy(name: string, namespace: string, spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

const podOf = ({ namespace, podLabels }: PodPeer) => ({ namespace, labels: podLabels });

describe('network policies', () => {
  test('let pass exactly what the graph says, for all pairs, ports and protocols', () => {
    fc.assert(
      fc.property(arrows, (graph) => {
        const policies = policiesOf(graph.map(flowOf));
        const wrong: unknown[] = [];
        for (const [from, source] of tiers.entries()) {
          for (const [to, target] of tiers.entries()) {
            for (const port of portNumbers) {
              for (const protocol of protocols) {
                const declared = graph.some(
                  (arrow) =>
                    arrow.from === from && arrow.to === to && arrow.port === port && arrow.protocol === protocol,
                );
                const open = canReach(policies, podOf(source), podOf(target), port, protocol);
                if (open !== declared) wrong.push({ from, to, port, protocol, open });
              }
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('do not depend on the order of connections, nor on one being made twice', () => {
    fc.assert(
      fc.property(
        arrows.chain((graph) => fc.tuple(fc.constant(graph), fc.shuffledSubarray(graph, { minLength: graph.length }))),
        ([graph, shuffled]) => {
          expect(policiesOf([...shuffled, ...shuffled].map(flowOf))).toEqual(policiesOf(graph.map(flowOf)));
        },
      ),
    );
  });

  test('allow a port once for a peer, whatever connections named it', () => {
    const [a, b] = [tiers[0]!, tiers[1]!];
    const flow = (ports: Flow['ports']): Flow => ({ from: a, to: b, ports, purpose: '', origin: 'declared' });
    const rules = policiesFor([flow([{ port: 80 }]), flow([{ port: 443 }, { port: 80, protocol: 'TCP' }])]);
    expect(rules.find(({ pods }) => pods === a)!.egress).toEqual([
      {
        peers: [b],
        ports: [
          { port: 80, protocol: 'TCP' },
          { port: 443, protocol: 'TCP' },
        ],
      },
    ]);
  });

  test('of one namespace need no namespace selector, of two have it in the same item', () => {
    const from = tiers[0]!;
    const same = tiers[1]!;
    const other = tiers[3]!;
    const ports = [{ port: 80 }];
    const flows = [same, other, outside].map(
      (to: Peer): Flow => ({ from, to, ports, purpose: '', origin: 'declared' }),
    );
    const spec = toNetworkPolicySpec(policiesFor(flows).find(({ pods }) => pods === from)!);
    expect(spec).toEqual({
      podSelector: { matchLabels: { app: 'shop', tier: 'a' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } },
              podSelector: { matchLabels: { app: 'keda-operator' } },
            },
            { podSelector: { matchLabels: { app: 'shop', tier: 'b' } } },
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'two' } },
              podSelector: { matchLabels: { app: 'shop', tier: 'a' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 80 }],
        },
      ],
    });
  });

  test('to addresses name each network', () => {
    const flow: Flow = {
      from: tiers[0]!,
      to: { kind: 'addresses', cidrs: ['192.0.2.0/24', '198.51.100.7/32'] },
      ports: [{ port: 22 }],
      purpose: 'SFTP',
      origin: 'declared',
    };
    expect(toNetworkPolicySpec(policiesFor([flow])[0]!).egress).toEqual([
      {
        to: [{ ipBlock: { cidr: '192.0.2.0/24' } }, { ipBlock: { cidr: '198.51.100.7/32' } }],
        ports: [{ protocol: 'TCP', port: 22 }],
      },
    ]);
  });

  test('of one tier with thousands of others are one a tier', () => {
    const hub = tiers[0]!;
    const flows = Array.from(
      { length: 4000 },
      (_, index): Flow => ({
        from: hub,
        to: { ...tiers[1]!, podLabels: { app: 'shop', tier: `t${index}` } },
        ports: [{ port: 80 }],
        purpose: '',
        origin: 'declared',
      }),
    );
    expect(policiesFor(flows)).toHaveLength(4001);
  });
});

describe('the graph', () => {
  const component = (name: string) => ({ path: `local/shop/app/${name}`, name, application: 'app', system: 'shop' });

  test('keeps a strict order when a loose one is said too, in either order', () => {
    for (const loose of [
      [true, false],
      [false, true],
    ]) {
      const topology = new Topology();
      for (const sameWave of loose) topology.order(component('a'), component('b'), { sameWave });
      expect(topology.orders).toEqual([{ from: component('a'), to: component('b'), sameWave: false }]);
    }
  });

  test('orders nothing after itself', () => {
    const topology = new Topology();
    topology.order(component('a'), component('a'));
    expect(topology.orders).toEqual([]);
  });

  test('lets every scraper to every target, once a port', () => {
    const topology = new Topology();
    const [scraper, target] = [tiers[0]!, tiers[1]!];
    topology.addScraper(scraper);
    topology.addScrapeTarget({ component: component('b'), pods: target, port: 9090, path: '/metrics' });
    topology.addScrapeTarget({ component: component('b'), pods: target, port: 9090, path: '/detailed' });
    expect(topology.flows).toEqual([
      { from: scraper, to: target, ports: [{ port: 9090 }], purpose: 'metrics of b', origin: 'derived' },
    ]);
  });

  test('shows what was declared, also where it follows from something else as well', () => {
    for (const origins of [
      ['declared', 'derived'],
      ['derived', 'declared'],
    ] as const) {
      const topology = new Topology();
      for (const origin of origins) {
        topology.allow({ from: tiers[0]!, to: tiers[1]!, ports: [{ port: 80 }], purpose: origin, origin });
      }
      expect(topology.flows.map(({ origin }) => origin)).toEqual(['declared']);
    }
  });
});
