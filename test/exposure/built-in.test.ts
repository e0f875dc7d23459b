import type { WebExposure } from '../../src/exposure';
import { edgesOf } from '../../src/system';
import { WebService } from '../../src/tiers';
import {
  type EnvironmentOverrides,
  makeEnvironment,
  makeProduction,
  problemsFrom,
  renderOne,
  small,
} from '../fixtures';

type Settings = EnvironmentOverrides[string];

const at = (exposure: Settings, domain = 'shop.example.com') => makeEnvironment({ domain, exposure });
const exposed = (exposure: WebExposure, environment: ReturnType<typeof makeEnvironment>) =>
  renderOne(
    (application) => new WebService(application, 'web', { image: 'web:1.0', port: 8080, resources: small, exposure }),
    environment,
  );
const ingressRules = (tree: ReturnType<typeof exposed>) => tree.get('NetworkPolicy', 'web').spec.ingress;
const pods = (labels: Record<string, string>) => ({ podSelector: { matchLabels: labels } });
const namespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

describe('an Ingress', () => {
  const ingress = (settings: Record<string, Settings>, wish: Partial<WebExposure> = {}) =>
    exposed({ host: 'www', ...wish }, at({ type: 'Ingress', class: 'nginx', ...settings }));

  test('with a Secret of the cluster shows its certificate and asks nobody for one', () => {
    const tree = ingress({ tlsSecret: 'wildcard' });
    expect(tree.get('Ingress').spec.tls).toEqual([{ hosts: ['www.shop.example.com'], secretName: 'wildcard' }]);
    expect(tree.get('Ingress').metadata.annotations).not.toHaveProperty(['cert-manager.io/cluster-issuer']);
    expect(tree.names().filter((name) => name.includes('certificate-challenge'))).toEqual([]);
  });

  test("with the controller's certificate names its host alone", () => {
    expect(ingress({ tls: 'controller' }).get('Ingress').spec.tls).toEqual([{ hosts: ['www.shop.example.com'] }]);
  });

  test('without TLS has none', () => {
    expect(ingress({ tls: 'none' }).get('Ingress').spec).not.toHaveProperty('tls');
  });

  test('with an issuer lets the challenge of the certificate in', () => {
    const tree = ingress({ tlsIssuer: 'letsencrypt' });
    expect(tree.get('NetworkPolicy', 'certificate-challenge').spec).toMatchObject({
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      ingress: [{ ports: [{ port: 8089, protocol: 'TCP' }] }],
    });
  });

  test('has the annotations of the file, and one path for each that the tier names', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-body-size': '20m' };
    const { metadata, spec } = ingress({ tls: 'none', annotations }, { paths: ['/api', '/files'] }).get('Ingress');
    expect(metadata.annotations).toMatchObject(annotations);
    const backend = { service: { name: 'web', port: { name: 'http' } } };
    expect(spec.rules[0].http.paths).toEqual([
      { path: '/api', pathType: 'Prefix', backend },
      { path: '/files', pathType: 'Prefix', backend },
    ]);
  });

  test('lets the pods of a controller in, wherever they are', () => {
    const controller = { controllerNamespace: 'traefik', controllerPodLabels: {} };
    expect(ingressRules(ingress({ tls: 'none', ...controller }))).toEqual([
      { from: [namespace('traefik')], ports: [{ protocol: 'TCP', port: 8080 }] },
    ]);
    const labels = { controllerNamespaceLabels: { ingress: 'true' }, controllerPodLabels: { app: 'traefik' } };
    expect(ingressRules(ingress({ tls: 'none', ...labels }))[0].from).toEqual([
      { namespaceSelector: { matchLabels: { ingress: 'true' } }, ...pods({ app: 'traefik' }) },
    ]);
  });
});

describe('a load balancer', () => {
  const balanced = (settings: Record<string, Settings> = {}) =>
    exposed({ host: 'www' }, at({ type: 'LoadBalancer', ...settings }));

  test('is a second Service, and the one inside the cluster stays what it is', () => {
    const tree = balanced();
    expect(tree.get('Service', 'web').spec.type).toBe('ClusterIP');
    expect(tree.get('Service', 'web-public').spec).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Cluster',
      selector: tree.get('Service', 'web').spec.selector,
      ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
    });
    expect(ingressRules(tree)).toEqual([
      { from: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 8080 }] },
    ]);
  });

  test('is told its class, its port, who may come and what its cloud wants to know', () => {
    const annotations = { 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn' };
    const sourceRanges = ['192.0.2.0/24'];
    const { metadata, spec } = balanced({ class: 'cloud', port: 8443, tls: true, sourceRanges, annotations }).get(
      'Service',
      'web-public',
    );
    expect(metadata.annotations).toMatchObject(annotations);
    expect(spec).toMatchObject({ loadBalancerClass: 'cloud', loadBalancerSourceRanges: sourceRanges });
    expect(spec.ports).toEqual([{ name: 'https', port: 8443, targetPort: 'http', protocol: 'TCP' }]);
    expect(balanced({ tls: true }).get('Service', 'web-public').spec.ports[0].port).toBe(443);
  });

  test("that keeps the clients' addresses lets those in, not the nodes'", () => {
    const from = (settings: Record<string, Settings>) =>
      ingressRules(balanced({ clientAddresses: true, ...settings }))[0].from;
    expect(from({})).toEqual([{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }]);
    expect(from({ sourceRanges: ['192.0.2.0/24'] })).toEqual([{ ipBlock: { cidr: '192.0.2.0/24' } }]);
    expect(balanced({ clientAddresses: true }).get('Service', 'web-public').spec.externalTrafficPolicy).toBe('Local');
  });
});

describe('a Gateway', () => {
  const routed = (settings: Record<string, Settings> = {}) =>
    exposed(
      { host: 'www', paths: ['/api', '/'] },
      at({ type: 'Gateway', gateway: 'public', gatewayNamespace: 'edge', ...settings }),
    );

  test('is named by a route of each tier', () => {
    expect(routed().get('HTTPRoute').apiVersion).toBe('gateway.networking.k8s.io/v1');
    expect(routed().get('HTTPRoute').spec).toEqual({
      parentRefs: [{ name: 'public', namespace: 'edge' }],
      hostnames: ['www.shop.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/api' } }, { path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: 'web', port: 8080 }],
        },
      ],
    });
  });

  test('has a listener, annotations and pods that hand requests on', () => {
    const tree = routed({ sectionName: 'https', annotations: { a: 'b' }, controllerNamespace: 'istio' });
    expect(tree.get('HTTPRoute').spec.parentRefs[0].sectionName).toBe('https');
    expect(tree.get('HTTPRoute').metadata.annotations).toMatchObject({ a: 'b' });
    expect(ingressRules(tree)[0].from).toEqual([
      { ...namespace('istio'), ...pods({ 'app.kubernetes.io/component': 'proxy' }) },
    ]);
  });
});

describe('the address that people use', () => {
  const url = (settings: Settings, domain?: string) => {
    const environment = domain === '' ? makeEnvironment({ exposure: settings }) : at(settings);
    return edgesOf(environment).exposure.urlOf({ hosts: ['www'], nodePort: 30_080 }, environment);
  };

  test.each<[Settings, string | undefined]>([
    [{ type: 'NodePort' }, undefined],
    [{ type: 'Ingress', class: 'nginx', tlsIssuer: 'letsencrypt' }, 'https://www.shop.example.com'],
    [{ type: 'Ingress', class: 'nginx', tls: 'none' }, 'http://www.shop.example.com'],
    [{ type: 'LoadBalancer' }, 'http://www.shop.example.com'],
    [{ type: 'LoadBalancer', port: 8080 }, 'http://www.shop.example.com:8080'],
    [{ type: 'LoadBalancer', tls: true }, 'https://www.shop.example.com'],
    [{ type: 'LoadBalancer', tls: true, port: 8443 }, 'https://www.shop.example.com:8443'],
    [{ type: 'Gateway', gateway: 'g', gatewayNamespace: 'g' }, 'https://www.shop.example.com'],
    [{ type: 'Gateway', gateway: 'g', gatewayNamespace: 'g', tls: false }, 'http://www.shop.example.com'],
  ])('by %j is %s', (settings, expected) => {
    expect(url(settings)).toBe(expected);
  });

  test('by a load balancer is unknown without a domain', () => {
    expect(url({ type: 'LoadBalancer' }, '')).toBeUndefined();
  });
});

test.each<[WebExposure, string]>([
  [{ nodePort: 29_999, host: '' }, 'node port 29999 is out of range, give one from 30000 to 32767'],
  [{ nodePort: 32_768, host: '' }, 'node port 32768 is out of range, give one from 30000 to 32767'],
  [
    { nodePort: 30_000, host: 'Www' },
    "host 'Www': name 'Www' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
  ],
  [{ nodePort: 32_767, host: 'a.b', paths: [] }, 'is exposed at no path, name one or leave `paths` out'],
  [
    { nodePort: 30_000, host: '', paths: ['/a', 'b'] },
    "path 'b' is not possible, begin it with '/', without '?' and '#'",
  ],
  [{ host: '' }, "is reached by node port in 'local' and names none, give `nodePort`"],
])('an impossible wish is told at its tier: %j', (wish, message) => {
  expect(problemsFrom(() => exposed(wish, makeEnvironment()))).toBe(`local/shop/shop-app/web: ${message}`);
});

test('where names are used no node port is needed', () => {
  expect(exposed({ host: 'www' }, makeProduction()).get('Service').spec.ports[0]).not.toHaveProperty('nodePort');
});

describe('what a way of exposing needs around it', () => {
  const needs = (settings: Settings, wish: Partial<WebExposure> = {}, domain?: string) =>
    exposed({ host: 'www', nodePort: 30_080, ...wish }, at(settings, domain)).environment.requirements;
  const short = (...given: Parameters<typeof needs>) => needs(...given).map(({ kind, name }) => `${kind} ${name}`);

  test('an Ingress: its class, the controller of it, the issuer and the names of its hosts', () => {
    const found = needs({ type: 'Ingress', class: 'nginx', tlsIssuer: 'letsencrypt' }, { host: ['www', ''] });
    expect(found).toMatchSnapshot();
  });

  test('an Ingress without an issuer: none', () => {
    expect(short({ type: 'Ingress', class: 'nginx', tls: 'none' })).toEqual([
      'DNS name www.shop.example.com',
      'Ingress controller nginx',
      'IngressClass nginx',
    ]);
    expect(short({ type: 'Ingress', class: 'nginx', tlsIssuer: 'letsencrypt' }, { tls: false })).not.toContain(
      'ClusterIssuer letsencrypt',
    );
  });

  test('an Ingress with a certificate of the cluster: its Secret, in the namespace of the route', () => {
    expect(needs({ type: 'Ingress', class: 'nginx', tlsSecret: 'wildcard' })).toContainEqual({
      kind: 'Secret',
      apiVersion: 'v1',
      namespace: 'shop',
      name: 'wildcard',
      why: 'the controller shows its own certificate, which no browser trusts',
      mend: 'put the certificate there, with the keys tls.crt and tls.key',
      neededBy: ['local/shop/shop-app/web'],
    });
  });

  test.each([
    [{ controller: 'traefik' }, { namespace: 'traefik', labels: { 'app.kubernetes.io/name': 'traefik' } }],
    [{ controllerNamespace: 'edge' }, { namespace: 'edge', labels: { 'app.kubernetes.io/name': 'ingress-nginx' } }],
    [{ controllerNamespaceLabels: { edge: 'true' }, controllerPodLabels: { app: 'a' } }, { labels: { app: 'a' } }],
    [{ controllerPodLabels: {} }, { namespace: 'ingress-nginx' }],
  ])('pods of the controller are looked for where policies let them in from: %j', (settings, pods) => {
    const found = needs({ type: 'Ingress', class: 'edge', tls: 'none', ...settings });
    expect(found.find(({ kind }) => kind === 'Ingress controller')?.pods).toEqual(pods);
  });

  test('a Gateway: itself, its controller and the names', () => {
    const found = needs({ type: 'Gateway', gateway: 'public', gatewayNamespace: 'edge' });
    expect(found).toMatchSnapshot();
  });

  test('a load balancer: names, where there is a domain', () => {
    expect(needs({ type: 'LoadBalancer' })).toMatchObject([
      { kind: 'DNS name', mend: "add a record that leads to the address of Service 'web-public'" },
    ]);
  });

  test('a node port: nothing', () => {
    expect(short({ type: 'NodePort' })).toEqual([]);
  });
});
