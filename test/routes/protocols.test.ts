import { type PortProtocol, Route, StatefulService, WebService } from 'cdk8s-tiers';
import type { Application } from '../../src/system';
import {
  type EnvironmentOverrides,
  makeEnvironment,
  makeProduction,
  makeSystem,
  problemsFrom,
  small,
} from '../fixtures';

const ingress = (controller?: string) =>
  makeProduction({ exposure: { type: 'Ingress', class: 'x', tls: 'none', ...(controller && { controller }) } });
const gateway = makeProduction({ exposure: { type: 'Gateway', gateway: 'public', gatewayNamespace: 'edge' } });
const balancer = (own: EnvironmentOverrides = {}) => makeProduction({ exposure: { type: 'LoadBalancer', ...own } });

const nameOf = (protocol: string) => protocol.replace('kubernetes.io/', '');
const speaking = (application: Application, id: string, protocol: PortProtocol) => {
  const ports = [
    { name: nameOf(protocol), port: 9000, protocol },
    { name: 'admin', port: 9001 },
  ];
  return new WebService(application, id, { image: `${id}:1.0`, ports, resources: small });
};

/** A route to a tier for each of some protocols, by the path `/<protocol>`; the first is at `/`. */
function routed(environment: ReturnType<typeof ingress>, ...protocols: PortProtocol[]) {
  const test = makeSystem(environment);
  const tiers = protocols.map(
    (protocol) => [protocol, speaking(test.application, `${nameOf(protocol)}-tier`, protocol)] as const,
  );
  const paths = tiers.map(([protocol, tier], index) => [index === 0 ? '/' : `/${nameOf(protocol)}`, tier]);
  new Route(test.application, 'front', { hosts: ['shop'], paths: Object.fromEntries(paths) });
  return test.render();
}
const problems = (...given: Parameters<typeof routed>) => problemsFrom(() => routed(...given));
const where = 'production/shop/shop-app/front:';

test.each<[string, PortProtocol, 'Ingress' | 'Service', Record<string, string>]>([
  ['ingress-nginx', 'grpc', 'Ingress', { 'nginx.ingress.kubernetes.io/backend-protocol': 'GRPC' }],
  ['ingress-nginx', 'https', 'Ingress', { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }],
  ['nginx', 'grpc', 'Ingress', { 'nginx.org/grpc-services': 'grpc-tier' }],
  ['nginx', 'https', 'Ingress', { 'nginx.org/ssl-services': 'https-tier' }],
  ['traefik', 'grpc', 'Service', { 'traefik.ingress.kubernetes.io/service.serversscheme': 'h2c' }],
  ['traefik', 'https', 'Service', { 'traefik.ingress.kubernetes.io/service.serversscheme': 'https' }],
  ['haproxy', 'grpc', 'Service', { 'haproxy.org/server-proto': 'h2' }],
  ['haproxy', 'https', 'Service', { 'haproxy.org/server-ssl': 'true' }],
  ['haproxy-ingress', 'grpc', 'Service', { 'haproxy-ingress.github.io/backend-protocol': 'h2' }],
  ['haproxy-ingress', 'https', 'Service', { 'haproxy-ingress.github.io/backend-protocol': 'h1-ssl' }],
])('%s is told that programs speak %s, by the %s', (controller, protocol, kind, annotations) => {
  expect(routed(ingress(controller), protocol).get(kind).metadata.annotations).toMatchObject(annotations);
});

test('a controller is told nothing of what it passes on anyway', () => {
  expect(
    routed(ingress('traefik'), 'http', 'kubernetes.io/ws').get('Service', 'http-tier').metadata,
  ).not.toHaveProperty('annotations.traefik.ingress.kubernetes.io/service.serversscheme');
});

test('one Ingress of ingress-nginx has one protocol, those of others may have several', () => {
  expect(problems(ingress('ingress-nginx'), 'http', 'grpc')).toBe(
    `${where} leads to http (http-tier) and grpc (grpc-tier), and 'ingress-nginx' speaks one protocol an Ingress: make a route for each`,
  );
  expect(routed(ingress('nginx'), 'http', 'grpc').get('Ingress').metadata.annotations).toMatchObject({
    'nginx.org/grpc-services': 'grpc-tier',
  });
  expect(routed(ingress('ingress-nginx'), 'http', 'kubernetes.io/ws').all('Ingress')).toHaveLength(1);
});

test('a product has to be named for programs that speak gRPC or TLS', () => {
  const mend =
    "and 'production' does not say which product serves its Ingresses: give `exposure.controller` in its file, one of ingress-nginx, nginx, traefik, haproxy, haproxy-ingress";
  expect(problems(ingress(), 'grpc', 'https')).toBe(
    ['grpc', 'https']
      .map((protocol) => `${where} leads to ${protocol}-tier, where ${protocol} is spoken, ${mend}`)
      .join('\n'),
  );
});

test('an HTTPRoute leads to gRPC and HTTP alike: the Service says what is spoken', () => {
  const tree = routed(gateway, 'http', 'grpc');
  expect(tree.get('HTTPRoute').spec.rules).toHaveLength(2);
  expect(tree.get('Service', 'grpc-tier').spec.ports[0].appProtocol).toBe('kubernetes.io/h2c');
});

test('what speaks no HTTP is led to by load balancers and node ports alone', () => {
  const message = (what: string) =>
    `${where} leads to port 'tcp' of tcp-tier, where tcp is spoken, and ${what} hands on requests of HTTP alone: expose it by LoadBalancer or NodePort`;
  expect(problems(ingress(), 'tcp')).toBe(message('an Ingress'));
  expect(problems(gateway, 'tcp')).toBe(message('an HTTPRoute'));
  expect(routed(balancer(), 'tcp').get('Service', 'front-public').spec.ports).toEqual([
    { name: 'tcp', port: 9000, targetPort: 'tcp', protocol: 'TCP' },
  ]);
  expect(routed(balancer({ port: 4222 }), 'grpc').get('Service', 'front-public').spec.ports[0]).toMatchObject({
    name: 'grpc',
    port: 4222,
  });
  expect(routed(balancer({ tls: true }), 'grpc').get('Service', 'front-public').spec.ports[0]).toMatchObject({
    name: 'https',
    port: 443,
  });
});

describe('another port of a tier', () => {
  test('is led to by its name, and let in to', () => {
    const { application, render } = makeSystem(ingress());
    const web = speaking(application, 'web', 'http');
    new Route(application, 'front', { hosts: ['shop'], paths: { '/': web, '/admin': web.routable('admin') } });
    const tree = render();
    expect(
      tree
        .get('Ingress')
        .spec.rules[0].http.paths.map(({ path, backend }: { path: string; backend: { service: object } }) => [
          path,
          backend.service,
        ]),
    ).toEqual([
      ['/', { name: 'web', port: { name: 'http' } }],
      ['/admin', { name: 'web', port: { name: 'admin' } }],
    ]);
    expect(tree.get('NetworkPolicy', 'web').spec.ingress[0].ports).toEqual([
      { protocol: 'TCP', port: 9000 },
      { protocol: 'TCP', port: 9001 },
    ]);
  });

  test('of a server with named pods is led to by the Service for clients', () => {
    const { application, render } = makeSystem(ingress());
    const ports = [
      { name: 'http', port: 9200 },
      { name: 'console', port: 9300, servicePort: 80 },
    ];
    const search = new StatefulService(application, 'search', { image: 'search:1.0', ports, resources: small });
    const paths = { '/': search, '/console': search.routable('console') };
    new Route(application, 'front', { hosts: ['search'], paths });
    const tree = render();
    const [rule] = tree.get('Ingress').spec.rules;
    expect(rule.http.paths.map(({ backend }: { backend: { service: object } }) => backend.service)).toEqual([
      { name: 'search', port: { name: 'http' } },
      { name: 'search', port: { name: 'console' } },
    ]);
    expect(tree.get('NetworkPolicy', 'search').spec.ingress[0].ports).toEqual([
      { protocol: 'TCP', port: 9200 },
      { protocol: 'TCP', port: 9300 },
    ]);
    expect(problemsFrom(() => search.routable('admin'))).toBe(
      "production/shop/shop-app/search: has no port 'admin', its ports are http, console",
    );
  });

  test('that is none is an error', () => {
    expect(problemsFrom(() => speaking(makeSystem(ingress()).application, 'web', 'http').routable('metrics'))).toBe(
      "production/shop/shop-app/web: has no port 'metrics', its ports are http, admin",
    );
    const exposure = { host: 'a', port: 'metrics', nodePort: 30_080 };
    expect(
      problemsFrom(() => {
        const { application } = makeSystem(makeEnvironment());
        new WebService(application, 'web', { image: 'web:1', port: 80, resources: small, exposure });
      }),
    ).toBe("local/shop/shop-app/web: is exposed at port 'metrics', its ports are http");
  });
});
