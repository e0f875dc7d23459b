import { Duration, Size } from 'cdk8s';
import { type IngressController, Route, type RouteProps, WebService, type WebServiceProps } from 'cdk8s-tiers';
import { buildTree, readEnvironments } from '../../src/project';
import { renderEnvironment } from '../../src/render';
import { Application, System } from '../../src/system';
import {
  type EnvironmentOverrides,
  makeEnvironment,
  makeProduction,
  makeSystem,
  problemsFrom,
  small,
} from '../fixtures';
import { makeProject } from '../fixtures/project';

type Settings = EnvironmentOverrides[string];

const nothing = 'no problem was told';

const ingress = (settings: Record<string, Settings> = {}) =>
  makeProduction({ exposure: { type: 'Ingress', class: 'nginx', tls: 'none', ...settings } });
const issued = makeProduction();
const balancer = (settings: Record<string, Settings> = {}) =>
  makeProduction({ exposure: { type: 'LoadBalancer', ...settings } });
const gateway = (settings: Record<string, Settings> = {}) =>
  makeProduction({ exposure: { type: 'Gateway', gateway: 'public', gatewayNamespace: 'edge', ...settings } });

const service = (application: Application, id: string, props: Partial<WebServiceProps> = {}) =>
  new WebService(application, id, { image: `${id}:1.0`, port: 8080, resources: small, ...props });

/** A route to `web` at `/` and `api` at `/api`, and what it renders to. */
function routed(environment = ingress(), props: Partial<RouteProps> = {}) {
  const test = makeSystem(environment);
  const web = service(test.application, 'web');
  const api = service(test.application, 'api', { port: 9090 });
  const route = new Route(test.application, 'front', { hosts: ['shop'], paths: { '/': web, '/api': api }, ...props });
  return { test, route, web, api };
}

const tree = (...given: Parameters<typeof routed>) => routed(...given).test.render();
/** What is wrong with a route to one tier, or to two. */
const problems = (environment: Parameters<typeof routed>[0], props: Partial<RouteProps>, isAlone = true) =>
  problemsFrom(() => {
    const { application } = makeSystem(environment);
    const web = service(application, 'web');
    const paths: RouteProps['paths'] = { '/': web, ...(!isAlone && { '/api': service(application, 'api') }) };
    new Route(application, 'front', { hosts: ['shop'], paths, ...props });
  });

describe('a route by Ingress', () => {
  test('is one object for several hosts, paths and tiers', () => {
    const one = tree(issued, { hosts: ['shop', '', 'shop.example.org.'] });
    const path = (name: string, prefix: string) => ({
      path: prefix,
      pathType: 'Prefix',
      backend: { service: { name, port: { name: 'http' } } },
    });
    const http = { paths: [path('web', '/'), path('api', '/api')] };
    const hosts = ['shop.shop.example.com', 'shop.example.com', 'shop.example.org'];
    expect(one.all('Ingress')).toHaveLength(1);
    expect(one.get('Ingress')).toMatchObject({
      metadata: { name: 'front', annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts, secretName: 'front-tls' }],
        rules: hosts.map((host) => ({ host, http })),
      },
    });
  });

  test('lets the controller in to each of its tiers, on their own ports', () => {
    const one = tree();
    for (const [name, port] of [
      ['web', 8080],
      ['api', 9090],
    ] as const) {
      expect(one.get('NetworkPolicy', name).spec.ingress).toMatchObject([
        {
          from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } } }],
          ports: [{ port, protocol: 'TCP' }],
        },
      ]);
    }
  });

  test('is rolled out after its tiers', () => {
    const { objects } = tree().environment;
    const wave = (kind: string, name: string) =>
      objects.find(({ object }) => object.kind === kind && object.metadata.name === name)!.wave;
    expect(wave('Ingress', 'front')).toBeGreaterThan(wave('Deployment', 'web'));
    expect(wave('Ingress', 'front')).toBeGreaterThan(wave('Deployment', 'api'));
  });

  test('goes without TLS, or with a certificate of its own, whatever the environment says', () => {
    const plain = routed(issued, { tls: false });
    expect(plain.test.render().get('Ingress').spec).not.toHaveProperty('tls');
    expect(plain.test.render().get('Ingress').metadata).not.toHaveProperty(
      'annotations.cert-manager.io/cluster-issuer',
    );
    expect(plain.test.render().names()).not.toContain('NetworkPolicy certificate-challenge');
    expect(plain.route.url).toBe('http://shop.shop.example.com');
    const own = routed(issued, { tls: { secretName: 'bought' } });
    expect(own.test.render().get('Ingress').spec.tls).toEqual([
      { hosts: ['shop.shop.example.com'], secretName: 'bought' },
    ]);
    expect(own.test.render().names()).not.toContain('NetworkPolicy certificate-challenge');
    expect(own.route.url).toBe('https://shop.shop.example.com');
  });

  test('has its own annotations over those of the environment, and a name of its own', () => {
    const one = tree(ingress({ annotations: { a: '1', b: '1' } }), { annotations: { b: '2' }, name: 'public' });
    expect(one.get('Ingress', 'public').metadata.annotations).toMatchObject({ a: '1', b: '2' });
  });

  test.each<[string, Record<string, string>]>([
    [
      'ingress-nginx',
      {
        'nginx.ingress.kubernetes.io/proxy-body-size': '20971520',
        'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
        'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
      },
    ],
    [
      'nginx',
      {
        'nginx.org/client-max-body-size': '20971520',
        'nginx.org/proxy-read-timeout': '3600s',
        'nginx.org/proxy-send-timeout': '3600s',
      },
    ],
    [
      'haproxy-ingress',
      {
        'haproxy-ingress.github.io/proxy-body-size': '20971520',
        'haproxy-ingress.github.io/timeout-server': '3600s',
      },
    ],
  ])('tells %s its limits in its own words', (controller, annotations) => {
    const limits = { maxBodySize: Size.mebibytes(20), timeout: Duration.hours(1) };
    expect(tree(ingress({ controller }), limits).get('Ingress').metadata.annotations).toMatchObject(annotations);
  });

  test('knows what HAProxy Technologies has, and what Traefik has not', () => {
    const limits = { maxBodySize: Size.mebibytes(20), timeout: Duration.minutes(5) };
    expect(
      tree(ingress({ controller: 'haproxy' }), { timeout: limits.timeout }).get('Ingress').metadata.annotations,
    ).toMatchObject({ 'haproxy.org/timeout-server': '300s' });
    const mend = 'leave it out, set it at the controller, or take one of';
    expect(problems(ingress({ controller: 'haproxy' }), { maxBodySize: limits.maxBodySize })).toBe(
      `production/shop/shop-app/front: asks for \`maxBodySize\`, which Ingress controller 'haproxy' of 'production' has no annotation for: ${mend} ingress-nginx, nginx, haproxy-ingress`,
    );
    expect(problems(ingress({ controller: 'traefik' }), limits)).toBe(
      ['maxBodySize', 'timeout']
        .map(
          (limit) =>
            `production/shop/shop-app/front: asks for \`${limit}\`, which Ingress controller 'traefik' of 'production' has no annotation for: ${mend} ingress-nginx, nginx, haproxy-ingress`,
        )
        .join('\n'),
    );
  });

  test('asks which product serves, where a limit needs it', () => {
    expect(problems(ingress(), { timeout: Duration.minutes(5) })).toBe(
      "production/shop/shop-app/front: asks for `timeout`, and 'production' does not say which product serves its Ingresses: give `exposure.controller` in its file, one of ingress-nginx, nginx, traefik, haproxy, haproxy-ingress",
    );
  });

  test('lets in the pods of the product that is named, unless the file says where they are', () => {
    const from = (settings: Record<string, Settings>) =>
      tree(ingress(settings)).get('NetworkPolicy', 'web').spec.ingress[0].from[0];
    expect(from({ controller: 'traefik' })).toEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'traefik' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
    });
    expect(from({ controller: 'traefik', controllerNamespace: 'kube-system', controllerPodLabels: {} })).toEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    });
  });
});

describe('a route by Gateway', () => {
  test('has a rule for each tier, in one HTTPRoute of all its hosts', () => {
    const { test, web, api } = routed(gateway());
    const one = test.render();
    expect(one.all('HTTPRoute')).toHaveLength(1);
    expect([web.url, api.url]).toHaveLength(2);
    expect(one.get('HTTPRoute', 'front').spec).toMatchObject({
      hostnames: ['shop.shop.example.com'],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 8080 }] },
        { matches: [{ path: { type: 'PathPrefix', value: '/api' } }], backendRefs: [{ name: 'api', port: 9090 }] },
      ],
    });
  });

  test.each([
    [Duration.seconds(1), '1s'],
    [Duration.seconds(59), '59s'],
    [Duration.minutes(1), '1m'],
    [Duration.hours(30), '30h'],
    [Duration.seconds(5025), '1h23m45s'],
  ])('says a timeout of %s as the Gateway API writes it', (timeout, text) => {
    const [first] = tree(gateway(), { timeout }).get('HTTPRoute').spec.rules;
    expect(first.timeouts).toEqual({ request: text });
  });

  test('says what it can not say', () => {
    const where = 'production/shop/shop-app/front:';
    expect(problems(gateway(), { maxBodySize: Size.mebibytes(1), tls: { secretName: 'own' } })).toBe(
      [
        `${where} asks for \`maxBodySize\`, which an HTTPRoute can't say: leave it out, and limit bodies by a policy of Gateway 'public'`,
        `${where} asks for certificate 'own', but the listeners of Gateway 'public' end TLS: leave \`tls\` out, and change the listener`,
      ].join('\n'),
    );
    expect(problems(gateway(), { tls: false })).toBe(
      `${where} asks for HTTP without TLS, but the listeners of Gateway 'public' end TLS: leave \`tls\` out, and change the listener`,
    );
    expect(problems(gateway({ tls: false }), { tls: false })).toBe(nothing);
  });
});

describe('a route by load balancer', () => {
  test('leads to one tier, all of it', () => {
    const { application, render } = makeSystem(balancer({ annotations: { a: '1' } }));
    const route = new Route(application, 'front', {
      hosts: ['shop'],
      paths: { '/': service(application, 'web') },
      annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'shop.shop.example.com' },
    });
    expect(render().get('Service', 'front-public')).toMatchObject({
      metadata: { annotations: { a: '1', 'external-dns.alpha.kubernetes.io/hostname': 'shop.shop.example.com' } },
      spec: { type: 'LoadBalancer', selector: { app: 'shop', tier: 'web' } },
    });
    expect(route.url).toBe('http://shop.shop.example.com');
  });

  test('says what it can not do, all of it at once', () => {
    const cannot = (wish: string, mend: string) =>
      `production/shop/shop-app/front: ${wish}, and the load balancers of 'production' hand on connections without reading requests: ${mend}`;
    expect(
      problems(
        balancer(),
        { maxBodySize: Size.mebibytes(1), timeout: Duration.seconds(5), tls: { secretName: 'own' } },
        false,
      ),
    ).toBe(
      [
        cannot('asks for `maxBodySize`', "leave it out, or tell the cloud's by `annotations`"),
        cannot('asks for `timeout`', "leave it out, or tell the cloud's by `annotations`"),
        cannot("asks for certificate 'own'", "leave `tls` out, and tell the cloud's by `annotations`"),
        cannot('leads to web, api', 'give each an `exposure` of its own, or expose by Ingress or Gateway there'),
      ].join('\n'),
    );
    expect(problems(balancer({ tls: true }), { tls: false })).toBe(
      cannot('asks for no TLS', "leave `tls` out, and tell the cloud's by `annotations`"),
    );
    expect(problems(balancer(), { tls: false })).toBe(nothing);
    expect(
      problemsFrom(() => {
        const { application } = makeSystem(balancer());
        new Route(application, 'front', { hosts: ['shop'], paths: { '/api': service(application, 'api') } });
      }),
    ).toBe(cannot("leads only to '/api'", "expose '/', or expose by Ingress or Gateway there"));
  });
});

describe('a route by node port', () => {
  test('leads to one tier, whose Service has the port; its names and limits have nothing to be set on', () => {
    const { application, render } = makeSystem(makeEnvironment());
    const route = new Route(application, 'front', {
      hosts: ['shop'],
      paths: { '/': service(application, 'web', { serviceAnnotations: { a: 'own' } }) },
      nodePort: 30_080,
      maxBodySize: Size.mebibytes(1),
      timeout: Duration.seconds(5),
      tls: false,
    });
    const one = render();
    expect(one.get('Service', 'web')).toMatchObject({
      metadata: { annotations: { a: 'own' } },
      spec: { type: 'NodePort', ports: [{ name: 'http', port: 8080, nodePort: 30_080 }] },
    });
    expect(one.get('NetworkPolicy', 'web').spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 8080 }] },
    ]);
    expect(route.url).toBeUndefined();
  });

  test('says that it leads to one tier only', () => {
    expect(problems(makeEnvironment(), { nodePort: 30_080 }, false)).toBe(
      "local/shop/shop-app/front: leads to web, api, and a node port in 'local' to one tier only: give each an `exposure` with a `nodePort` of its own there, or let 'local' expose by Ingress or Gateway",
    );
    expect(problems(makeEnvironment(), {})).toBe(
      "local/shop/shop-app/front: is reached by node port in 'local' and names none, give `nodePort`",
    );
  });

  test('has one number for one port of a Service', () => {
    const { application, render } = makeSystem(makeEnvironment());
    const web = service(application, 'web', { exposure: { host: '', nodePort: 30_080 } });
    new Route(application, 'front', { hosts: ['shop'], paths: { '/': web }, nodePort: 30_081 });
    expect(problemsFrom(render)).toBe(
      "local/shop/shop-app/web/service: two routes give port 'http' the node ports 30080 and 30081: give both the same, or let one lead to it",
    );
  });
});

describe('what a route has for itself', () => {
  const twice = (environment: Parameters<typeof makeSystem>[0], first: object, second: object) =>
    problemsFrom(() => {
      const { root, application } = makeSystem(environment);
      service(application, 'web', { exposure: { host: 'shop', ...first } });
      const other = new Application(new System(root, 'other'), 'other-app', { namespace: 'other' });
      service(other, 'api', { exposure: { host: 'shop', ...second } });
    });

  test('is its host and path, over all Systems, and both constructs are named', () => {
    expect(twice(ingress(), { paths: ['/', '/api/'] }, { paths: ['/api'] })).toBe(
      "production/other/other-app/api: is reached by 'shop.shop.example.com/api', as 'production/shop/shop-app/web' is already: give one of them another",
    );
    expect(twice(ingress(), {}, { paths: ['/api'] })).toBe(nothing);
    expect(twice(ingress(), {}, { host: 'other' })).toBe(nothing);
    expect(twice(ingress(), {}, { host: 'shop.shop.example.com.' })).toBe(
      "production/other/other-app/api: is reached by 'shop.shop.example.com/', as 'production/shop/shop-app/web' is already: give one of them another",
    );
  });

  test('is the whole host by load balancer, and the number by node port', () => {
    expect(twice(balancer(), {}, { paths: ['/', '/api'] })).toBe(
      "production/other/other-app/api: is reached by 'shop.shop.example.com', as 'production/shop/shop-app/web' is already: give one of them another",
    );
    expect(twice(makeEnvironment(), { nodePort: 30_080 }, { nodePort: 30_080 })).toBe(
      "local/other/other-app/api: is reached by node port 30080, as 'local/shop/shop-app/web' is already: give one of them another",
    );
    expect(twice(makeEnvironment(), { nodePort: 30_080 }, { nodePort: 30_081 })).toBe(nothing);
  });

  test('may be had again in another environment', () => {
    const build = (application: Application) => service(application, 'web', { exposure: { host: 'shop' } });
    const test = makeProject({ shop: (application) => void build(application) });
    test.environment('one', ['shop'], { domain: 'example.com', exposure: { type: 'LoadBalancer' } });
    test.environment('two', ['shop'], { domain: 'example.com', exposure: { type: 'LoadBalancer' } });
    expect(buildTree(test.project, readEnvironments(test.project))).toHaveLength(2);
  });
});

describe('a route that is wrong in every environment', () => {
  const where = 'production/shop/shop-app/front:';

  test.each<[Partial<RouteProps>, string]>([
    [{ hosts: [] }, "is exposed at no host, name one, '' for the domain itself"],
    [{ hosts: ['a', 'b', 'a'] }, "host 'a' stands twice, name it once"],
    [
      { hosts: ['a_b.example.org.'] },
      "host 'a_b.example.org.': name 'a_b' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    ],
    [{ paths: {} }, 'is exposed at no path, name one or leave `paths` out'],
    [{ maxBodySize: Size.kibibytes(0) }, '`maxBodySize` is 0, which lets no body through: give more, or leave it out'],
    [{ timeout: Duration.seconds(0) }, '`timeout` is 0 ms, give whole seconds, at least one'],
    [{ timeout: Duration.millis(1500) }, '`timeout` is 1500 ms, give whole seconds, at least one'],
  ])('is told: %j', (props, message) => {
    expect(problems(ingress({ controller: 'ingress-nginx' }), props)).toBe(`${where} ${message}`);
  });

  test('is told with all that is wrong', () => {
    expect(problems(ingress(), { hosts: [], timeout: Duration.seconds(0), nodePort: 80 })).toBe(
      [
        `${where} \`timeout\` is 0 ms, give whole seconds, at least one`,
        `${where} is exposed at no host, name one, '' for the domain itself`,
        `${where} node port 80 is out of range, give one from 30000 to 32767`,
      ].join('\n'),
    );
  });

  test('is told of paths that mean the same', () => {
    expect(
      problemsFrom(() => {
        const { application } = makeSystem(ingress());
        const [web, api] = [service(application, 'web'), service(application, 'api')];
        new Route(application, 'front', { hosts: ['shop'], paths: { '/a/': web, '/a': api } });
      }),
    ).toBe(`${where} path '/a' stands twice, name it once`);
  });

  test('is told of tiers that it can not reach, of another namespace or environment', () => {
    const elsewhere = makeSystem(makeEnvironment());
    const far = service(elsewhere.application, 'far');
    expect(
      problemsFrom(() => {
        const test = makeSystem(ingress());
        const near = service(test.add('near-app', 'near'), 'near');
        new Route(test.application, 'front', { hosts: ['shop'], paths: { '/': far, '/near': near, '/also': near } });
      }),
    ).toBe(
      [
        `${where} can't lead to 'local/shop/shop-app/far', which is part of another environment: make a route for each`,
        `${where} can't lead to 'near' of namespace 'near' from 'shop': put the route into an Application of 'near'`,
      ].join('\n'),
    );
  });

  test('is told of a name that is none', () => {
    expect(problems(ingress(), { name: 'Front' })).toBe(
      `${where} name 'Front' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit`,
    );
  });
});

test('a controller of the project is named by the file, and a second of one name is an error', () => {
  const kong: IngressController = {
    name: 'kong',
    namespace: 'kong',
    podLabels: { app: 'kong' },
    timeout: (timeout) => ({ 'example.com/timeout': String(timeout.toMilliseconds()) }),
  };
  const test = makeProject(
    {
      shop: (application) => {
        service(application, 'web', { exposure: { host: 'www', timeout: Duration.seconds(2) } });
      },
    },
    { ingressControllers: [kong] },
  );
  test.environment('local', ['shop'], {
    domain: 'example.com',
    exposure: { type: 'Ingress', class: 'kong', tls: 'none', controller: 'kong' },
  });
  const [rendered] = buildTree(test.project, readEnvironments(test.project)).map(renderEnvironment);
  const find = (kind: string) => rendered!.objects.find(({ object }) => object.kind === kind)!.object;
  expect(find('Ingress').metadata.annotations).toMatchObject({ 'example.com/timeout': '2000' });
  const twice = { ...test.project, ingressControllers: [{ ...kong, name: 'traefik' }] };
  expect(problemsFrom(() => readEnvironments(twice))).toBe(
    "project.ingressControllers: two have the name 'traefik', give your own another; the library has ingress-nginx, nginx, traefik, haproxy, haproxy-ingress",
  );
});
