import { Endpoint, HttpEndpoint, internet, type NetworkPlugin, WebService } from 'cdk8s-tiers';
import { runChecks } from '../../src/checks';
import { diffManifests, judgeChanges } from '../../src/checks/change-safety';
import { ManifestSet } from '../../src/manifests';
import { canReach } from '../../src/manifests/network';
import { buildTree, readEnvironments } from '../../src/project';
import { renderEnvironment } from '../../src/render';
import type { Application } from '../../src/system';
import { toMermaid } from '../../src/topology';
import { type EnvironmentOverrides, makeEnvironment, makeSystem, problemsFrom, small } from '../fixtures';
import { makeProject } from '../fixtures/project';

const cluster = {
  kubernetesVersion: '1.36',
  apiServerCidrs: ['10.0.0.1/32'],
  nodeCidrs: ['10.0.0.0/24'],
  nodes: [{ name: 'node', count: 1, cpu: '4', memory: '8Gi' }],
};
const at = (own: EnvironmentOverrides) => makeEnvironment({ cluster: { ...cluster, ...own } });
const cilium = at({ networkPlugin: 'cilium' });
const web = (application: Application, name = 'web') =>
  new WebService(application, name, { image: `${name}:1.0`, port: 80, resources: small });
const payments = (application: Application, networks?: string[]) =>
  HttpEndpoint.fromUrl(application, 'payments', {
    url: 'https://api.example.com/v1',
    ...(networks && { networks }),
  });

function tree(connect: (tier: WebService, application: Application) => void, environment = cilium) {
  const test = makeSystem(environment);
  connect(web(test.application), test.application);
  return test.render();
}

describe('Cilium', () => {
  const toDns = (...labels: object[]) =>
    labels.map((matchLabels) => ({
      toEndpoints: [{ matchLabels }],
      toPorts: [
        {
          ports: [
            { port: '53', protocol: 'TCP' },
            { port: '53', protocol: 'UDP' },
          ],
          rules: { dns: [{ matchPattern: '*' }] },
        },
      ],
    }));
  const kubeDns = { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' };

  test('lets pods out to a host by name, and learns its addresses from the answers of DNS', () => {
    const one = tree((tier, application) => tier.connectTo(payments(application)));
    expect(one.get('CiliumNetworkPolicy')).toMatchObject({
      apiVersion: 'cilium.io/v2',
      metadata: { name: 'web', namespace: 'shop', labels: { tier: 'web' } },
      spec: {
        endpointSelector: { matchLabels: { app: 'shop', tier: 'web' } },
        egress: [
          ...toDns(kubeDns),
          {
            toFQDNs: [{ matchName: 'api.example.com' }],
            toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }],
          },
        ],
      },
    });
    expect(one.names()).not.toContain('NetworkPolicy web');
  });

  test('has one rule for hosts of the same ports, takes patterns, and leaves the rest to the NetworkPolicy', () => {
    const one = tree((tier, application) => {
      tier.connectToHosts(['b.example.com', '*.example.org'], 443, 'partners');
      tier.connectTo(
        Endpoint.fromAddress(application, 'clock', { host: 'time.example.com', port: 123, protocol: 'UDP' }),
      );
      tier.connectTo(web(application, 'api'));
    });
    expect(one.get('CiliumNetworkPolicy').spec.egress.slice(1)).toEqual([
      {
        toFQDNs: [{ matchName: 'time.example.com' }],
        toPorts: [{ ports: [{ port: '123', protocol: 'UDP' }] }],
      },
      {
        toFQDNs: [{ matchPattern: '*.example.org' }, { matchName: 'b.example.com' }],
        toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }],
      },
    ]);
    expect(one.get('NetworkPolicy', 'web').spec.egress).toEqual([
      { to: [{ podSelector: { matchLabels: { app: 'shop', tier: 'api' } } }], ports: [{ protocol: 'TCP', port: 80 }] },
    ]);
  });

  test('is told where pods ask, also where each node has a server of its own', () => {
    const dns = (own: EnvironmentOverrides) => {
      const one = tree((tier, application) => tier.connectTo(payments(application)), at(own));
      return {
        named: one.get('CiliumNetworkPolicy').spec.egress.slice(0, -1),
        all: one.get('NetworkPolicy', 'allow-dns').spec.egress[0].to,
      };
    };
    const local = dns({ networkPlugin: 'cilium', dns: 'node-local-dns' });
    expect(local.named).toEqual(toDns(kubeDns, { ...kubeDns, 'k8s:k8s-app': 'node-local-dns' }));
    expect(local.all.map(({ podSelector }: { podSelector: unknown }) => podSelector)).toEqual([
      { matchLabels: { 'k8s-app': 'kube-dns' } },
      { matchLabels: { 'k8s-app': 'node-local-dns' } },
    ]);
    const [openshift] = dns({ networkPlugin: 'cilium', dns: 'openshift' }).named;
    expect(openshift).toMatchObject({
      toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'openshift-dns' } }],
      toPorts: [{ ports: [{ port: '5353' }, { port: '5353' }] }],
    });
  });

  test('gets a policy that the cluster would take, and no check speaks of it', () => {
    const { objects } = tree((tier, application) => tier.connectTo(payments(application)));
    const found = runChecks(ManifestSet.of(objects)).findings.filter(({ object }) =>
      /Cilium|NetworkPolicy/.test(object),
    );
    expect(found.map(({ message }) => message)).toEqual([]);
  });

  test('has nothing to say where networks are stated, or nothing is connected by name', () => {
    const stated = tree((tier, application) => tier.connectTo(payments(application, ['203.0.113.0/24'])));
    expect(stated.all('CiliumNetworkPolicy')).toEqual([]);
    expect(stated.get('NetworkPolicy', 'web').spec.egress[0].to).toEqual([{ ipBlock: { cidr: '203.0.113.0/24' } }]);
    expect(tree(() => {}).all('CiliumNetworkPolicy')).toEqual([]);
  });
});

describe('the networks of a host', () => {
  const egress = (own: EnvironmentOverrides, host = 'api.example.com', networks?: string[]) => {
    const props = { host, port: 443, ...(networks && { networks }) };
    const one = tree((tier, app) => tier.connectTo(Endpoint.fromAddress(app, 'far', props)), at(own));
    return one.get('NetworkPolicy', 'web').spec.egress[0].to;
  };
  const outside = { 'api.example.com': ['203.0.113.0/24', '198.51.100.7/32'] };

  test('may stand in the file of the environment, and the chart wins', () => {
    const blocks = outside['api.example.com'].map((cidr) => ({ ipBlock: { cidr } }));
    expect(egress({ outside })).toEqual(blocks);
    expect(egress({ outside, networkPlugin: 'cilium' })).toEqual(blocks);
    expect(egress({ outside }, 'api.example.com', ['192.0.2.0/24'])).toEqual([{ ipBlock: { cidr: '192.0.2.0/24' } }]);
  });

  test('are itself, if it is an address', () => {
    expect(egress({}, '192.0.2.7')).toEqual([{ ipBlock: { cidr: '192.0.2.7/32' } }]);
    expect(egress({ networkPlugin: 'cilium' }, '2001:db8::7')).toEqual([{ ipBlock: { cidr: '2001:db8::7/128' } }]);
  });

  test('may be the internet without private networks', () => {
    const one = tree((tier) => tier.connectToAddresses(internet, 443, 'webhooks'), at({}));
    const objects = one.objects;
    expect(one.get('NetworkPolicy', 'web').spec.egress[0].to).toEqual([
      {
        ipBlock: {
          cidr: '0.0.0.0/0',
          except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
        },
      },
      { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } },
    ]);
    const from = { namespace: 'shop', labels: { app: 'shop', tier: 'web' } };
    expect(canReach(objects, from, { address: '203.0.113.9' }, 443)).toBe(true);
    expect(canReach(objects, from, { address: '10.0.0.1' }, 443)).toBe(false);
  });

  test('of several hosts are found one by one', () => {
    const one = tree(
      (tier) => tier.connectToHosts(['api.example.com', '*.example.org'], 443, 'partners'),
      at({ outside: { ...outside, '*.example.org': ['192.0.2.0/24'] } }),
    );
    expect(one.get('NetworkPolicy', 'web').spec.egress[0].to).toEqual(
      ['192.0.2.0/24', '203.0.113.0/24', '198.51.100.7/32'].map((cidr) => ({ ipBlock: { cidr } })),
    );
  });
});

describe('what nobody can say is an error', () => {
  const nobody = (host: string) =>
    `nobody says in which networks '${host}' is, and 'local' names no network plugin that lets pods out by name: give \`networks\`, or in environments/local.yaml \`cluster.outside\` or \`cluster.networkPlugin\``;
  const problem = (connect: (tier: WebService, application: Application) => void) =>
    problemsFrom(() => tree(connect, at({})));

  test('that asks for networks or for a plugin', () => {
    expect(problem((tier, application) => tier.connectTo(payments(application)))).toBe(
      `local/shop/shop-app/payments: ${nobody('api.example.com')}`,
    );
    expect(problem((tier) => tier.connectToHosts(['b.example.com', '*.example.org'], 443, 'partners'))).toBe(
      [nobody('*.example.org'), nobody('b.example.com')].map((text) => `local/shop/shop-app/web: ${text}`).join('\n'),
    );
  });

  test.each<[string, (tier: WebService, application: Application) => void, string]>([
    [
      'a host that is none',
      (tier) => tier.connectToHosts(['Api.example.com'], 443, 'partners'),
      "web: impossible host name 'Api.example.com', allowed: lower-case DNS labels joined by dots, at most 253 characters, such as 'shop.example.org'",
    ],
    [
      'no host',
      (tier) => tier.connectToHosts([], 443, 'partners'),
      'web: needs at least one host for partners, give the names it may reach',
    ],
    [
      'an exception that lies elsewhere',
      (tier) => tier.connectToAddresses([{ cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] }], 443, 'x'),
      "web: '11.0.0.0/8' is no part of '10.0.0.0/8', so it can't be left out of it: leave it out of `except`",
    ],
    [
      'an exception that leaves nothing',
      (tier) => tier.connectToAddresses([{ cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] }], 443, 'x'),
      "web: '10.0.0.0/8' is no part of '10.0.0.0/8', so it can't be left out of it: leave it out of `except`",
    ],
    [
      'an exception that is no network',
      (tier) => tier.connectToAddresses([{ cidr: '10.0.0.0/8', except: ['there'] }], 443, 'x'),
      "web: impossible network 'there', allowed: an IPv4 or IPv6 network in CIDR notation, such as '10.0.0.0/8' or '192.0.2.7/32'",
    ],
  ])('%s', (_, connect, message) => {
    expect(problem(connect)).toBe(`local/shop/shop-app/${message}`);
  });
});

describe('a connection by name', () => {
  test('is known to the one evaluator of policies', () => {
    const { objects } = tree((tier) => tier.connectToHosts(['api.example.com', '*.example.org'], 443, 'partners'));
    const from = { namespace: 'shop', labels: { app: 'shop', tier: 'web' } };
    const reaches = (host: string, port = 443, protocol: 'TCP' | 'UDP' = 'TCP') =>
      canReach(objects, from, { host }, port, protocol);
    expect(reaches('api.example.com')).toBe(true);
    expect(reaches('a.example.org')).toBe(true);
    expect(reaches('a.b.example.org')).toBe(false);
    expect(reaches('example.org')).toBe(false);
    expect(reaches('api-example.com')).toBe(false);
    expect(reaches('api.example.com', 80)).toBe(false);
    expect(reaches('api.example.com', 443, 'UDP')).toBe(false);
    expect(canReach(objects, { ...from, labels: { app: 'shop' } }, { host: 'api.example.com' }, 443)).toBe(false);
    expect(canReach(objects, from, { address: '203.0.113.9' }, 443)).toBe(false);
    const dns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
    expect(canReach(objects, from, dns, 53, 'UDP')).toBe(true);
  });

  test('stands in the picture', () => {
    const test = makeSystem(cilium);
    const tier = web(test.application);
    tier.connectTo(payments(test.application));
    tier.connectToHosts(['*.example.org'], 443, 'partners');
    expect(toMermaid(test.root.topology, 'shop')).toBe(`flowchart LR
  subgraph shop-app
    n1["web"]
  end
  n2(["partners"])
  n3(["payments"])
  n1 -->|443| n2
  n1 -->|443| n3
`);
  });

  test('that is lost or gained is told by diff', () => {
    const connected = (...hosts: string[]) =>
      ManifestSet.of(tree((tier) => tier.connectToHosts(hosts, 443, 'partners')).objects);
    const [before, after] = [connected('a.example.com', 'b.example.com'), connected('b.example.com', 'c.example.com')];
    const found = judgeChanges(diffManifests(before, after), before, after);
    expect(found.map(({ rule, verdict, consequence }) => [rule, verdict, consequence])).toEqual([
      [
        'connections-changed',
        'WARN',
        'no longer possible (1): Deployment shop/web → a.example.com:443; newly possible (1): Deployment shop/web → c.example.com:443',
      ],
    ]);
  });
});

test('a network plugin of the project is named by the file', () => {
  const plugin: NetworkPlugin = {
    name: 'own',
    apiVersion: 'example.com/v1',
    kind: 'NamePolicy',
    specOf: ({ rules, dns }) => ({ rules, dns: dns.ports.length }),
  };
  const build = (application: Application) => web(application).connectToHosts(['a.example.com'], 443, 'partners');
  const test = makeProject({ shop: build }, { networkPlugins: [plugin] });
  test.environment('local', ['shop'], { cluster: { ...cluster, networkPlugin: 'own' } });
  const [rendered] = buildTree(test.project, readEnvironments(test.project)).map(renderEnvironment);
  expect(rendered!.objects.find(({ object }) => object.kind === 'NamePolicy')!.object.spec).toEqual({
    rules: [{ hosts: ['a.example.com'], ports: [{ port: 443, protocol: 'TCP' }] }],
    dns: 2,
  });
  const twice = { ...test.project, networkPlugins: [{ ...plugin, name: 'cilium' }] };
  expect(problemsFrom(() => readEnvironments(twice))).toBe(
    "project.networkPlugins: two have the name 'cilium', give your own another; the library has cilium",
  );
});
