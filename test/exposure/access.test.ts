import { runChecks } from '../../src/checks';
import type { RouteAccess, WebExposure } from '../../src/exposure';
import { KubeObject, type KubernetesObject } from '../../src/kubernetes';
import { ManifestSet } from '../../src/manifests';
import { WebService } from '../../src/tiers';
import { type EnvironmentOverrides, makeEnvironment, problemsFrom, renderOne, small } from '../fixtures';
import { makeProject } from '../fixtures/project';

type Settings = Readonly<Record<string, EnvironmentOverrides[string]>>;

const office = { networks: ['203.0.113.0/24', '2001:db8::/32'] };
const nginx = { type: 'Ingress', class: 'nginx', tls: 'controller', controller: 'ingress-nginx' };
const balancer = { type: 'LoadBalancer', tls: true };
const gateway = { type: 'Gateway', gateway: 'public', gatewayNamespace: 'edge' };

const render = (exposure: Settings, wish: Partial<WebExposure> = {}) =>
  renderOne(
    (application) =>
      new WebService(application, 'web', {
        image: 'web:1.0',
        port: 8080,
        resources: small,
        exposure: { host: 'www', nodePort: 30_080, ...wish },
      }),
    makeEnvironment({ domain: 'example.com', exposure }),
  );
const refused = (exposure: Settings, access: RouteAccess) => problemsFrom(() => render(exposure, { access }));
const ingressOf = (exposure: Settings, wish: Partial<WebExposure>) =>
  render(exposure, wish).get('Ingress').metadata.annotations;

/** What the rule finds of an output whose environment is no developer's machine, and what is waived. */
const found = (objects: readonly KubernetesObject[]) => {
  const { findings, waived } = runChecks(ManifestSet.of(objects));
  const of = (all: readonly { rule: string; object: string }[]) =>
    all.filter(({ rule }) => rule === 'entrance-open').map(({ object }) => object);
  return { findings: of(findings), waived: of(waived) };
};
const foundIn = (exposure: Settings, wish: Partial<WebExposure> = {}) => found(render(exposure, wish).objects);

describe('an entrance', () => {
  const entrances: [string, Settings, string][] = [
    ['an Ingress', nginx, 'networking.k8s.io/Ingress shop/web'],
    ['an HTTPRoute', gateway, 'gateway.networking.k8s.io/HTTPRoute shop/web'],
    ['a balanced Service', balancer, '/Service shop/web-public'],
  ];

  test.each(entrances)('that says nothing of who may come in is found: %s', (_, exposure, object) => {
    expect(foundIn(exposure).findings).toEqual([object.replace(/^\//, '')]);
  });

  test.each(entrances)(
    'that says what guards it is left alone, and says it in the output: %s',
    (_, exposure, object) => {
      const tree = render(exposure, { access: { guardedBy: ' oauth2-proxy ' } });
      expect(found(tree.objects)).toEqual({ findings: [], waived: [] });
      const [, kind, name] = /(\w+) shop\/(.+)$/.exec(object)!;
      expect(tree.get(kind!, name).metadata.annotations).toMatchObject({
        'tiers.cdk8s.io/access': 'guarded by oauth2-proxy',
      });
    },
  );

  test.each(entrances)('that is open says why, and shows as waived: %s', (_, exposure) => {
    const { findings, waived } = foundIn(exposure, { access: { open: 'a public web site' } });
    expect([findings, waived.length]).toEqual([[], 1]);
  });

  test('of an environment that says who may come in needs no word of its own, and its own wins', () => {
    for (const [, exposure] of entrances) {
      const all = { ...exposure, access: { guardedBy: 'the VPN' } };
      expect(foundIn(all)).toEqual({ findings: [], waived: [] });
      expect(foundIn(all, { access: { open: 'a public page' } }).waived).toHaveLength(1);
    }
  });

  test("needs no word on a developer's machine", () => {
    const tree = render({ type: 'NodePort' }, { access: { open: 'nobody else is here' } });
    expect(JSON.stringify(tree.objects)).not.toContain('nobody else is here');
    expect(render({ type: 'NodePort' }, { access: office }).get('Service', 'web').spec.type).toBe('NodePort');
  });

  test('of whatever kind that says itself that it is open shows as waived', () => {
    const annotations = { 'tiers.cdk8s.io/waive.entrance-open': 'a test' };
    const { objects } = renderOne(
      (application) =>
        new KubeObject(
          application,
          'own',
          { apiVersion: 'v1', kind: 'ConfigMap', name: 'own', annotations },
          () => ({}),
        ),
      makeEnvironment({ domain: 'example.com', exposure: nginx }),
    );
    expect(found(objects).waived).toEqual(['ConfigMap shop/own']);
  });
});

describe('networks', () => {
  test.each([
    ['ingress-nginx', 'nginx.ingress.kubernetes.io/whitelist-source-range'],
    ['haproxy', 'haproxy.org/allow-list'],
    ['haproxy-ingress', 'haproxy-ingress.github.io/allowlist-source-range'],
  ])('are told to %s in its own words', (controller, annotation) => {
    expect(ingressOf({ ...nginx, controller }, { access: office })).toMatchObject({
      [annotation]: '203.0.113.0/24,2001:db8::/32',
      'tiers.cdk8s.io/access': 'networks 203.0.113.0/24, 2001:db8::/32',
    });
  });

  test('are the only ones that a balancer lets in, whatever the environment says, and that its policy does', () => {
    const exposure = { ...balancer, clientAddresses: true, sourceRanges: ['198.51.100.0/24'] };
    const tree = render(exposure, { access: office });
    expect(tree.get('Service', 'web-public').spec.loadBalancerSourceRanges).toEqual(office.networks);
    expect(tree.get('NetworkPolicy', 'web').spec.ingress[0].from).toEqual(
      office.networks.map((cidr) => ({ ipBlock: { cidr } })),
    );
    expect(foundIn(exposure).findings).toEqual([]);
    expect(foundIn({ ...exposure, sourceRanges: ['0.0.0.0/0'] }).findings).toHaveLength(1);
  });

  test.each([
    [
      'a controller without an annotation for them',
      { ...nginx, controller: 'traefik' },
      "asks for `access.networks`, which Ingress controller 'traefik' of 'local' has no annotation for: leave it out, set it at the controller, or take one of ingress-nginx, haproxy, haproxy-ingress",
    ],
    [
      'a controller that nobody names',
      { type: 'Ingress', class: 'nginx', tls: 'controller' },
      "asks for `access.networks`, and 'local' does not say which product serves its Ingresses: give `exposure.controller` in its file, one of ingress-nginx, nginx, traefik, haproxy, haproxy-ingress",
    ],
    [
      'a Gateway',
      gateway,
      "asks for `access.networks`, which exposure by Gateway in 'local' can't keep to: limit them where requests come in, and say so by `access.guardedBy`",
    ],
  ])('are refused by %s', (_, exposure, message) => {
    expect(refused(exposure, office)).toBe(`local/shop/shop-app/web: ${message}`);
  });
});

describe('an annotation of the controller', () => {
  test.each([
    ['ingress-nginx', 'nginx.ingress.kubernetes.io/auth-url'],
    ['ingress-nginx', 'nginx.ingress.kubernetes.io/auth-tls-secret'],
    ['nginx', 'nginx.org/basic-auth-secret'],
    ['haproxy', 'haproxy.org/auth-type'],
    ['haproxy-ingress', 'haproxy-ingress.github.io/auth-url'],
  ])('of %s that asks for a login is enough: %s', (controller, name) => {
    const wish = { annotations: { [name]: 'x' } };
    expect(ingressOf({ ...nginx, controller }, wish)).toMatchObject({ 'tiers.cdk8s.io/access': `guarded by ${name}` });
    expect(ingressOf({ ...nginx, controller, ...wish }, {})).toMatchObject({
      'tiers.cdk8s.io/access': `guarded by ${name}`,
    });
  });

  test('of another product is not', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/auth-url': 'x' };
    expect(ingressOf({ ...nginx, controller: 'haproxy' }, { annotations })).not.toHaveProperty([
      'tiers.cdk8s.io/access',
    ]);
  });

  test('is known to the checks of any YAML', () => {
    const ingress = (annotations: Record<string, string>): KubernetesObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'own', namespace: 'shop', annotations },
    });
    expect(found([ingress({ 'haproxy.org/auth-type': 'basic-auth' })]).findings).toEqual([]);
    expect(found([ingress({ 'tiers.cdk8s.io/access': ' ' })]).findings).toEqual(['networking.k8s.io/Ingress shop/own']);
  });
});

test('all that is wrong with what a route says is told at once', () => {
  const told = (access: RouteAccess) => refused(nginx, access).split('\n').sort();
  expect(told({})).toEqual([
    'local/shop/shop-app/web: `access` is empty, give `networks`, `guardedBy`, or `open` with the reason',
  ]);
  expect(told({ networks: ['10.0.0.1/8', '::/0'], guardedBy: ' ', open: '' })).toEqual(
    [
      "network '10.0.0.1/8' has bits set behind its prefix, allowed: an address that ends in zeros behind the prefix; for one host write '10.0.0.1/32'",
      '`access.networks` holds every address, say by `open` why everybody may come in',
      '`access` has `open` beside `networks` and `guardedBy`, leave one of the two out',
      '`access.guardedBy` says nothing, say it in words',
      '`access.open` says nothing, say it in words',
    ]
      .map((problem) => `local/shop/shop-app/web: ${problem}`)
      .sort(),
  );
  expect(told({ networks: [] })).toEqual([
    'local/shop/shop-app/web: `access.networks` is empty and would let nobody in, name one or leave it out',
  ]);
});

describe('a project', () => {
  const project = () =>
    makeProject({
      shop: (application) =>
        new WebService(application, 'web', {
          image: 'web:1.0',
          port: 8080,
          resources: small,
          exposure: { host: 'www', nodePort: 30_080 },
        }),
    });

  test('whose environment is no machine of a developer is not written before it says who may come in', async () => {
    const test = project();
    test.environment('production', ['shop'], { domain: 'example.com', exposure: nginx });
    const { code, out, err } = await test.run('synth');
    expect(code).toBe(1);
    expect(`${out}${err}`).toContain(
      'Ingress shop/web spec: everybody may come in from outside, and nothing says that this is meant; a program without a login of its own shows and does everything for whoever finds its address; say who may come in by `access` of the route',
    );
  });

  test('is told what is wrong in the file at its line', async () => {
    const test = project();
    test.environment('production', ['shop'], {
      domain: 'example.com',
      exposure: { ...nginx, access: { open: 'a', guardedBy: 'b' } },
    });
    const { code, err } = await test.run('synth');
    expect(code).toBe(2);
    expect(err).toMatch(
      /environments\/production\.yaml:\d+:\d+: `access` has `open` beside `guardedBy`, leave one of the two out/,
    );
  });
});
