import { Duration } from 'cdk8s';
import { Cpu, Probe } from '../../src/kubernetes';
import { Credential, outside } from '../../src/secrets';
import type { Application } from '../../src/system';
import { ScaleOn, WebService, type WebServiceProps } from '../../src/tiers';
import {
  describeEveryProp,
  makeEnvironment,
  makeProduction,
  makeSystem,
  podSettingRows,
  problemsFrom,
  renderOne,
  selectorRows,
  small,
} from '../fixtures';

const least: WebServiceProps = { image: 'shop/web:1.0', port: 8080, resources: small };
const render = (props: Partial<WebServiceProps> = {}, environment = makeEnvironment()) =>
  renderOne((application) => new WebService(application, 'web', { ...least, ...props }), environment);
const renderWith = (settings: (application: Application) => Partial<WebServiceProps>) =>
  renderOne((application) => new WebService(application, 'web', { ...least, ...settings(application) }));
const podOf = (props: Partial<WebServiceProps> = {}) => render(props).get('Deployment').spec.template;
const containerOf = (props: Partial<WebServiceProps> = {}) => podOf(props).spec.containers[0];

describe('a web service', () => {
  test('emits an account, a Deployment and a Service, named as its id', () => {
    expect(render().names()).toEqual([
      'Deployment web',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'Service web',
      'ServiceAccount web',
    ]);
  });

  test('has these defaults', () => {
    const { get } = render();
    expect(get('Deployment')).toMatchSnapshot('Deployment');
    expect(get('Service').spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'shop', tier: 'web' },
      ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }],
    });
    expect(get('ServiceAccount').automountServiceAccountToken).toBe(false);
  });

  test('selects its pods by app and tier alone', () => {
    const { spec } = render({ image: 'shop/web:2.0', workloadName: 'web-workload' }).get('Deployment');
    expect(spec.selector).toEqual({ matchLabels: { app: 'shop', tier: 'web' } });
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  });

  test('passes the restricted pod security profile', () => {
    const { spec } = podOf();
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  test('with several replicas spreads them over nodes and revisions and has a disruption budget', () => {
    const { get } = render({ replicas: 3 });
    expect(get('Deployment').spec.template.spec.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'shop', tier: 'web' } },
        matchLabelKeys: ['pod-template-hash'],
      },
    ]);
    expect(get('PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { app: 'shop', tier: 'web' } },
    });
  });

  test('is paused without replicas', () => {
    const { get, all } = render({ replicas: 0 });
    expect(get('Deployment').spec.replicas).toBe(0);
    expect(all('PodDisruptionBudget')).toEqual([]);
  });

  test('keeps its grace period when the property is given as undefined', () => {
    expect(podOf({ terminationGracePeriod: undefined }).spec.terminationGracePeriodSeconds).toBe(45);
  });

  test('declares the port of its metrics where it is another one', () => {
    const metrics = { port: 9090, path: '/m' };
    expect(containerOf({ metrics }).ports.map(({ containerPort }: { containerPort: number }) => containerPort)).toEqual(
      [8080, 9090],
    );
    expect(containerOf({ metrics: { port: 8080 } }).ports).toHaveLength(1);
  });
});

describeEveryProp('WebServiceProps', {
  image: [() => containerOf({ image: 'shop/web:2.0' }).image, 'shop/web:2.0'],
  port: [() => containerOf({ port: 81 }).ports[0].containerPort, 81],
  resources: [
    () => containerOf({ resources: { ...small, cpuLimit: Cpu.units(1) } }).resources,
    { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '1', memory: '128Mi' } },
  ],
  serviceName: [() => render({ serviceName: 'web-service' }).get('Service').metadata.name, 'web-service'],
  servicePort: [
    () => render({ servicePort: 80 }).get('Service').spec.ports,
    [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  ],
  serviceAnnotations: [() => render({ serviceAnnotations: { a: 'b' } }).get('Service').metadata.annotations.a, 'b'],
  autoscaling: [
    () => render({ autoscaling: { max: 4, on: [ScaleOn.cpu(70)] } }).get('HorizontalPodAutoscaler').spec.maxReplicas,
    4,
  ],
  replicas: [() => render({ replicas: 3 }).get('Deployment').spec.replicas, 3],
  singleton: [() => render({ singleton: true }).get('Deployment').spec.strategy, { type: 'Recreate' }],
  ports: [
    () => containerOf({ port: undefined, ports: [{ name: 'grpc', port: 50051, protocol: 'grpc' }] }).ports,
    [{ name: 'grpc', containerPort: 50051, protocol: 'TCP' }],
  ],
  readiness: [
    () => containerOf({ readiness: Probe.http('/ready') }).readinessProbe,
    { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  ],
  liveness: [
    () => containerOf({ liveness: Probe.http('/alive') }).livenessProbe,
    { httpGet: { path: '/alive', port: 8080 }, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
  ],
  startup: [
    () => containerOf({ startup: Probe.http('/started') }).startupProbe,
    { httpGet: { path: '/started', port: 8080 }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 },
  ],
  startBudget: [() => containerOf({ startBudget: Duration.minutes(5) }).startupProbe.failureThreshold, 60],
  stopDelay: [() => containerOf({ stopDelay: Duration.seconds(9) }).lifecycle, { preStop: { sleep: { seconds: 9 } } }],
  exposure: [() => render({ exposure: { nodePort: 30080, host: 'www' } }).get('Service').spec.ports[0].nodePort, 30080],
  command: [() => containerOf({ command: ['serve', '-v'] }).command, ['serve', '-v']],
  args: [() => containerOf({ args: ['--quiet'] }).args, ['--quiet']],
  workingDir: [() => containerOf({ workingDir: '/srv/web' }).workingDir, '/srv/web'],
  metrics: [
    () => podOf({ metrics: { port: 8080 } }).metadata.annotations,
    { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'prometheus.io/path': '/metrics' },
  ],
  files: [() => render({ files: { '/etc/web/a.conf': 'text' } }).get('ConfigMap').data, { 'etc-web-a.conf': 'text' }],
  secretFiles: [
    () => withSecrets({ '/etc/a.pem': 'a.pem' }).get('Deployment').spec.template.spec.volumes[0],
    {
      name: 'secret-files',
      projected: {
        sources: [{ secret: { name: 'tls', items: [{ key: 'a.pem', path: 'etc-a.pem' }] } }],
        defaultMode: 0o440,
      },
    },
  ],
  scratch: [
    () => containerOf({ scratch: ['/var/cache'] }).volumeMounts.at(-1),
    { name: 'scratch-0', mountPath: '/var/cache' },
  ],
  tier: [() => podOf({ tier: 'front' }).metadata.labels, { app: 'shop', tier: 'front' }],
  workloadName: [() => render({ workloadName: 'front' }).get('Deployment').metadata.name, 'front'],
  env: [
    () => containerOf({ env: { A: 'b', NODE: { field: 'spec.nodeName' } } }).env,
    [
      { name: 'A', value: 'b' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ],
  ],
  ...podSettingRows('Deployment', 'web', renderWith),
  ...selectorRows('Deployment', 'web', 'web', renderWith),
});

function withSecrets(files: Readonly<Record<string, 'a.pem' | 'b.pem'>>) {
  return renderOne((application) => {
    const keys = { 'a.pem': outside('a key'), 'b.pem': outside('another') };
    const credential = new Credential(application, 'key', { name: 'tls', keys });
    const secretFiles = Object.fromEntries(Object.entries(files).map(([path, key]) => [path, credential.key(key)]));
    new WebService(application, 'web', { ...least, secretFiles });
  });
}

describe('files of a web service', () => {
  test('stand at their paths, and a change of one restarts the pods', () => {
    const { spec, metadata } = podOf({ files: { '/etc/web/a.conf': 'text', '/b.conf': '' } });
    expect(spec.containers[0].volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'web-config-volume', mountPath: '/etc/web/a.conf', subPath: 'etc-web-a.conf', readOnly: true },
      { name: 'web-config-volume', mountPath: '/b.conf', subPath: 'b.conf', readOnly: true },
    ]);
    const hash = (text: string) => podOf({ files: { '/a': text } }).metadata.annotations['tiers.cdk8s.io/config-hash'];
    expect(metadata.annotations['tiers.cdk8s.io/config-hash']).toMatch(/^[0-9a-f]{16}$/);
    expect(hash('one')).not.toBe(hash('two'));
    expect(hash('one')).toBe(hash('one'));
  });

  test('of secrets may be added later, into the same volume', () => {
    const test = makeSystem();
    const keys = { 'a.pem': outside('a key'), 'b.pem': outside('another') };
    const credential = new Credential(test.application, 'key', { name: 'tls', keys });
    const web = new WebService(test.application, 'web', {
      ...least,
      secretFiles: { '/a.pem': credential.key('a.pem') },
    });
    web.mountSecrets({ '/b.pem': credential.key('b.pem') });
    web.mountSecrets({ '/b.pem': credential.key('b.pem') });
    const { spec } = test.render().get('Deployment').spec.template;
    expect(spec.volumes.map(({ name }: { name: string }) => name)).toEqual(['secret-files', 'tmp']);
    expect(spec.volumes[0].projected.sources[0].secret.items).toEqual([
      { key: 'a.pem', path: 'a.pem' },
      { key: 'b.pem', path: 'b.pem' },
    ]);
    expect(spec.containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
      '/tmp',
      '/a.pem',
      '/b.pem',
    ]);
  });
});

describe('exposure of a web service', () => {
  const exposure = { nodePort: 30080, host: 'www' };

  test('by node port lets the nodes in, for kube-proxy hands on under their addresses', () => {
    const { get } = render({ exposure });
    expect(get('Service').spec.type).toBe('NodePort');
    expect(get('NetworkPolicy', 'web').spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 8080 }] },
    ]);
  });

  test('by Ingress has TLS and lets the controller in, namespace and pods as one condition', () => {
    const { get, all } = render({ exposure, servicePort: 80 }, makeProduction());
    expect(get('Service').spec.type).toBe('ClusterIP');
    expect(get('Service').spec.ports[0].nodePort).toBeUndefined();
    expect(get('Ingress').metadata.annotations['cert-manager.io/cluster-issuer']).toBe('letsencrypt');
    expect(get('Ingress').spec).toEqual({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['www.shop.example.com'], secretName: 'web-tls' }],
      rules: [
        {
          host: 'www.shop.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
          },
        },
      ],
    });
    expect(get('NetworkPolicy', 'web').spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
    expect(all('Ingress')).toHaveLength(1);
  });

  test('at the domain itself needs no host', () => {
    const { get } = render({ exposure: { nodePort: 30080, host: '' } }, makeProduction());
    expect(get('Ingress').spec.rules[0].host).toBe('shop.example.com');
  });
});

describe('a connection to a web service', () => {
  test('gives its URL and opens the port of the pods, not of the Service', () => {
    const test = makeSystem();
    const server = new WebService(test.application, 'server', { ...least, servicePort: 80 });
    const client = new WebService(test.application, 'client', least);
    client.connectTo(server);
    client.connectTo(server);
    client.connectTo(server, { env: 'OTHER' });
    const { get } = test.render();
    expect(get('Deployment', 'client').spec.template.spec.containers[0].env).toEqual([
      { name: 'SERVER_URL', value: 'http://server.shop.svc.cluster.local' },
      { name: 'OTHER_URL', value: 'http://server.shop.svc.cluster.local' },
    ]);
    expect(get('NetworkPolicy', 'client').spec.egress).toEqual([
      {
        to: [{ podSelector: { matchLabels: { app: 'shop', tier: 'server' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
    expect(get('NetworkPolicy', 'server').spec.ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { app: 'shop', tier: 'client' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
    const wave = (name: string) => get('Deployment', name).metadata.annotations['argocd.argoproj.io/sync-wave'];
    expect([wave('server'), wave('client')]).toEqual(['0', '1']);
  });

  test('may leave the order open', () => {
    const test = makeSystem();
    const one = new WebService(test.application, 'one', least);
    const two = new WebService(test.application, 'two', least);
    one.connectTo(two);
    two.connectTo(one, { ordered: false });
    expect(test.render().all('Deployment')).toHaveLength(2);
  });
});

describe('a web service is refused', () => {
  const built =
    (props: Partial<WebServiceProps>, id = 'web') =>
    () =>
      problemsFrom(() => renderOne((application) => new WebService(application, id, { ...least, ...props })));

  test.each([
    [
      'as a singleton with replicas',
      built({ singleton: true, replicas: 2 }),
      'is a singleton with 2 replicas: give it 1, or drop `singleton`',
    ],
    ['with less than no replicas', built({ replicas: -1 }), 'replicas is -1, give a whole number of at least 0'],
    ['with half a replica', built({ replicas: 1.5 }), 'replicas is 1.5, give a whole number of at least 0'],
    [
      'with a node port out of range',
      built({ exposure: { nodePort: 29999, host: '' } }),
      'node port 29999 is out of range, give one from 30000 to 32767',
    ],
    [
      'with a name of other characters',
      built({ workloadName: 'Web' }),
      "name 'Web' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    ],
    [
      'with a name that is too long',
      built({ serviceName: 'w'.repeat(64) }),
      `name '${'w'.repeat(64)}' has 64 characters, at most 63 are allowed: shorten it`,
    ],
    [
      'with two files that would share a name',
      built({ files: { '/etc/a/b': '1', '/etc/a-b': '2' } }),
      "files '/etc/a/b' and '/etc/a-b' would share the name 'etc-a-b', rename one of them",
    ],
    [
      'with a relative path',
      built({ files: { 'etc/a': '1' } }),
      "path 'etc/a' of a file is not absolute, begin it with '/'",
    ],
    [
      'with a file of an impossible name',
      built({ files: { '/etc/a b': '1' } }),
      "ConfigMap 'web-config' has a file with an impossible name: key 'etc-a b' is not possible, use at most 253 letters, digits, '-', '_' and '.'",
    ],
    [
      'with an impossible variable',
      built({ env: { '1A': 'x' } }),
      "'1A' is not a variable name: use letters, digits and '_', not beginning with a digit",
    ],
  ])('%s', (_, problem, message) => {
    expect(problem()).toMatch(/^local\/shop\/shop-app\/web/);
    expect(problem().replace(/^\S+: /, '')).toBe(message);
  });

  test('when two connections give one variable two values', () => {
    const test = makeSystem();
    const a = new WebService(test.application, 'a', least);
    const b = new WebService(test.application, 'b', least);
    const web = new WebService(test.application, 'web', least);
    web.connectTo(a, { env: 'API' });
    expect(problemsFrom(() => web.connectTo(b, { env: 'API' }))).toBe(
      "local/shop/shop-app/web: environment variable 'API_URL' is set twice, to 'http://a.shop.svc.cluster.local:8080' and to 'http://b.shop.svc.cluster.local:8080'; give one of the connections another `env`",
    );
  });

  test('when it is connected to another environment', () => {
    const here = new WebService(makeSystem().application, 'web', least);
    const there = new WebService(makeSystem(makeProduction()).application, 'api', least);
    expect(problemsFrom(() => here.connectTo(there))).toBe(
      "local/shop/shop-app/web: can't reach 'production/shop/shop-app/api', which is part of another environment: connect tiers of one environment only",
    );
  });

  test('when it may reach addresses that are no networks', () => {
    const web = new WebService(makeSystem().application, 'web', least);
    expect(problemsFrom(() => web.connectToAddresses(['api.example.com', '10.0.0.1/8'], 443, 'payments'))).toBe(
      [
        "local/shop/shop-app/web: impossible network 'api.example.com', allowed: an IPv4 or IPv6 network in CIDR notation, such as '10.0.0.0/8' or '192.0.2.7/32'",
        "local/shop/shop-app/web: network '10.0.0.1/8' has bits set behind its prefix, allowed: an address that ends in zeros behind the prefix; for one host write '10.0.0.1/32'",
      ].join('\n'),
    );
  });

  test('when it may reach addresses, but none is given', () => {
    const web = new WebService(makeSystem().application, 'web', least);
    expect(problemsFrom(() => web.connectToAddresses([], 443, 'payments'))).toBe(
      'local/shop/shop-app/web: needs at least one CIDR for payments, give the networks it may reach',
    );
  });
});
