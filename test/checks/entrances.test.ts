import { KubeObject, Route, WebService } from 'cdk8s-tiers';
import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes';
import { ManifestSet } from '../../src/manifests';
import type { Application } from '../../src/system';
import { makeProduction, renderOne, small } from '../fixtures';

const found = (objects: readonly KubernetesObject[], rule: string) =>
  runChecks(ManifestSet.of(objects)).findings.filter((finding) => finding.rule === rule);

/** What is told about entrances of a tree. */
function closed(build: (application: Application, web: WebService) => unknown): string[] {
  const { objects } = renderOne((application) => {
    const web = new WebService(application, 'web', { image: 'web:1.0', port: 8080, servicePort: 80, resources: small });
    build(application, web);
  }, makeProduction());
  return found(objects, 'network-entrance-closed').map(({ message }) => message);
}

const object = (application: Application, apiVersion: string, kind: string, spec: Record<string, unknown>) =>
  new KubeObject(application, `own-${kind}`, { apiVersion, kind, name: 'own' }, () => ({ spec }));
const ingress = (application: Application) =>
  object(application, 'networking.k8s.io/v1', 'Ingress', {
    ingressClassName: 'nginx',
    tls: [{ hosts: ['www.example.com'] }],
    rules: [
      {
        host: 'www.example.com',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
        },
      },
    ],
  });
const balancer = (application: Application) =>
  object(application, 'v1', 'Service', {
    type: 'LoadBalancer',
    selector: { app: 'shop', tier: 'web' },
    ports: [{ name: 'https', port: 443, targetPort: 'http' }],
  });
const allow = (application: Application, from: readonly object[] | undefined, port: number | string = 8080) =>
  object(application, 'networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: { matchLabels: { tier: 'web' } },
    policyTypes: ['Ingress'],
    ingress: [{ ...(from && { from }), ports: [{ port }] }],
  });
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const told = (key: string, field: string) =>
  `${key} ${field}: no policy lets anybody from outside in to the pods that it leads to (apps/Deployment shop/web port http); whoever comes that way waits until it gives up, or is answered with 502 or 504; give the tier an \`exposure\` or lead a Route to it, or allow ingress from the pods of the controller (from the nodes, for a Service) on the port of the pod`;
const ofIngress = [told('networking.k8s.io/Ingress shop/own', 'spec.rules[0].http.paths[0].backend')];
const ofBalancer = [told('Service shop/own', 'spec.ports[0]')];

describe('an entrance of one’s own to a tier that the default deny closes', () => {
  test('is told, and mended by a route', () => {
    expect(closed(ingress)).toEqual(ofIngress);
    expect(closed((application, web) => new Route(application, 'front', { hosts: [''], paths: { '/': web } }))).toEqual(
      [],
    );
  });

  test('is closed to pods of the set that nobody reaches from outside', () => {
    const client = (application: Application, web: WebService) => {
      ingress(application);
      const image = 'client:1.0';
      new WebService(application, 'client', { image, port: 80, resources: small }).connectTo(web);
    };
    expect(closed(client)).toEqual(ofIngress);
  });

  test.each<[string, readonly object[] | undefined, number | string]>([
    ['everybody', undefined, 8080],
    ['all pods', [{ namespaceSelector: {} }], 8080],
    ['pods that are not in the set', [namespace('ingress-nginx')], 'http'],
    ['addresses', [{ ipBlock: { cidr: '10.0.0.0/24' } }], 8080],
  ])('is open to %s', (_, from, port) => {
    const build = (application: Application) => [ingress(application), allow(application, from, port)];
    expect(closed(build)).toEqual([]);
  });

  test('is closed where another port is open', () => {
    expect(closed((application) => [ingress(application), allow(application, undefined, 9090)])).toEqual(ofIngress);
  });

  test('by a balanced Service is open to addresses alone', () => {
    expect(closed(balancer)).toEqual(ofBalancer);
    expect(closed((application) => [balancer(application), allow(application, [namespace('ingress-nginx')])])).toEqual(
      ofBalancer,
    );
    const nodes = [{ ipBlock: { cidr: '10.0.0.0/24' } }];
    expect(closed((application) => [balancer(application), allow(application, nodes)])).toEqual([]);
  });

  test('is open to a controller of the set, which is reached from outside itself', () => {
    const proxied = (application: Application, isExposed: boolean) => {
      ingress(application);
      const spec = {
        type: isExposed ? 'LoadBalancer' : 'ClusterIP',
        selector: { tier: 'proxy' },
        ports: [{ port: 80 }],
      };
      new WebService(application, 'proxy', { image: 'traefik:3.4', port: 80, resources: small });
      object(application, 'v1', 'Service', spec);
      allow(application, [{ podSelector: { matchLabels: { tier: 'proxy' } } }]);
    };
    expect(closed((application) => proxied(application, false))).toEqual(ofIngress);
    expect(closed((application) => proxied(application, true)).filter((text) => text.includes('Ingress'))).toEqual([]);
  });

  test('is not judged where a policy names peers that manifests do not know', () => {
    const build = (application: Application) => [
      ingress(application),
      object(application, 'cilium.io/v2', 'CiliumNetworkPolicy', {
        endpointSelector: { matchLabels: { 'k8s:tier': 'web' } },
        ingress: [{ fromEntities: ['ingress'], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] }],
      }),
    ];
    expect(closed(build)).toEqual([]);
  });
});

test('an HTTPRoute reaches a Service of another namespace', () => {
  const policy = { podSelector: {}, policyTypes: ['Ingress'] };
  const objects = (namespaceOfRoute: string, backend: object): KubernetesObject[] => [
    ...renderOne((application) => {
      new WebService(application, 'web', { image: 'web:1.0', port: 8080, resources: small });
    }).objects,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'own', namespace: namespaceOfRoute },
      spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [backend] }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'own', namespace: 'shop' },
      spec: policy,
    },
  ];
  const seen = (...given: Parameters<typeof objects>) => found(objects(...given), 'network-entrance-closed').length;
  expect(seen('edge', { name: 'web', namespace: 'shop', port: 8080 })).toBe(1);
  expect(seen('shop', { name: 'web', port: 8080 })).toBe(1);
  expect(seen('edge', { name: 'web', port: 8080 })).toBe(0);
  expect(seen('shop', { name: 'web', port: 80 })).toBe(0);
});

describe('the internet', () => {
  const open = (cidr: string, except?: readonly string[]) =>
    found(
      [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'out', namespace: 'shop' },
          spec: {
            podSelector: {},
            policyTypes: ['Egress'],
            egress: [{ to: [{ ipBlock: { cidr, ...(except && { except }) } }], ports: [{ port: 443 }] }],
          },
        },
      ],
      'network-internet-private',
    ).map(({ field, value }) => `${field}: ${value}`);
  const place = 'spec.egress[0].to[0].ipBlock';

  test('holds private networks, unless each is left out', () => {
    expect(open('0.0.0.0/0')).toEqual([`${place}: 0.0.0.0/0 with 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16`]);
    expect(open('0.0.0.0/0', ['10.0.0.0/8', '172.16.0.0/13', '192.168.0.0/16'])).toEqual([
      `${place}: 0.0.0.0/0 with 172.16.0.0/12`,
    ]);
    expect(open('0.0.0.0/0', ['10.0.0.0/8', '172.0.0.0/8', '192.168.0.0/16'])).toEqual([]);
    expect(open('::/0')).toEqual([`${place}: ::/0 with fc00::/7`]);
    expect(open('::/0', ['fc00::/6'])).toEqual([]);
    expect(open('203.0.113.0/24')).toEqual([]);
  });
});
