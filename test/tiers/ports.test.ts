import { Duration } from 'cdk8s';
import { Probe } from '../../src/kubernetes';
import { type TierPort, WebService, type WebServiceProps } from '../../src/tiers';
import {
  describeEveryProp,
  makeEnvironment,
  makeProduction,
  makeSystem,
  problemsFrom,
  renderOne,
  small,
} from '../fixtures';

const least = { image: 'shop/web:1.0', resources: small };
const render = (props: Partial<WebServiceProps>, environment = makeEnvironment()) =>
  renderOne((application) => new WebService(application, 'web', { ...least, ...props }), environment);
const portOf = (given: Partial<TierPort>) =>
  render({ ports: [{ name: 'web', port: 8080, ...given }] }).get('Service').spec.ports[0];

describeEveryProp('TierPort', {
  name: [
    () => portOf({ name: 'api' }),
    { name: 'api', port: 8080, targetPort: 'api', protocol: 'TCP', appProtocol: 'http' },
  ],
  port: [
    () => render({ ports: [{ name: 'web', port: 81 }] }).get('Deployment').spec.template.spec.containers[0].ports,
    [{ name: 'web', containerPort: 81, protocol: 'TCP' }],
  ],
  protocol: [() => portOf({ protocol: 'https' }).appProtocol, 'https'],
  servicePort: [() => portOf({ servicePort: 80 }).port, 80],
});

describe('ports of a tier', () => {
  test.each([
    ['http', 'TCP', 'http'],
    ['grpc', 'TCP', 'kubernetes.io/h2c'],
    ['tcp', 'TCP', 'tcp'],
    ['udp', 'UDP', undefined],
    ['kubernetes.io/ws', 'TCP', 'kubernetes.io/ws'],
    ['mysql', 'TCP', 'mysql'],
  ])('that speak %s are told to meshes and gateways', (protocol, transport, appProtocol) => {
    const { protocol: found, appProtocol: told } = portOf({ protocol });
    expect([found, told]).toEqual([transport, appProtocol]);
  });

  test('in the short form say nothing but their name', () => {
    expect(render({ port: 8080, servicePort: 80 }).get('Service').spec.ports).toEqual([
      { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
    ]);
  });

  test('are opened to clients as far as they mean them: the first', () => {
    const test = makeSystem();
    const ports: TierPort[] = [
      { name: 'dns', port: 53, protocol: 'udp' },
      { name: 'admin', port: 9000 },
    ];
    const dns = new WebService(test.application, 'dns', { ...least, ports });
    new WebService(test.application, 'client', { ...least, port: 80 }).connectTo(dns);
    expect(test.render().get('NetworkPolicy', 'dns').spec.ingress[0].ports).toEqual([{ protocol: 'UDP', port: 53 }]);
  });

  test('by HTTPS have a URL of HTTPS, which leaves out the usual port', () => {
    const url = (servicePort: number) =>
      new WebService(makeSystem().application, 'web', {
        ...least,
        ports: [{ name: 'web', port: 8443, protocol: 'https', servicePort }],
      }).url;
    expect([url(443), url(80)]).toEqual([
      'https://web.shop.svc.cluster.local',
      'https://web.shop.svc.cluster.local:80',
    ]);
  });

  test('are exposed as far as the first, under its name', () => {
    const props: Partial<WebServiceProps> = {
      ports: [
        { name: 'web', port: 8080 },
        { name: 'inner', port: 9000 },
      ],
      exposure: { host: 'www', nodePort: 30080 },
    };
    const local = render(props);
    expect(local.get('NetworkPolicy', 'web').spec.ingress[0].ports).toEqual([{ protocol: 'TCP', port: 8080 }]);
    expect(local.get('Service').spec.ports.map(({ nodePort }: { nodePort?: number }) => nodePort)).toEqual([
      30080,
      undefined,
    ]);
    const { get } = render(props, makeProduction());
    expect(get('Ingress').spec.rules[0].http.paths[0].backend.service.port).toEqual({ name: 'web' });
  });

  test('of UDP alone are asked nothing, and have a pause', () => {
    const [container] = render({ ports: [{ name: 'dns', port: 53, protocol: 'udp' }] }).get('Deployment').spec.template
      .spec.containers;
    expect([container.readinessProbe, container.livenessProbe, container.startupProbe]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(container.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    const asked = render({
      ports: [{ name: 'dns', port: 53, protocol: 'udp' }],
      liveness: Probe.exec(['dig']),
    }).get('Deployment').spec.template.spec.containers[0];
    expect([asked.readinessProbe, asked.startupProbe]).toEqual([
      undefined,
      { exec: { command: ['dig'] }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 },
    ]);
  });
});

describe('a tier is refused', () => {
  const one: TierPort = { name: 'web', port: 8080 };
  test.each<[string, Partial<WebServiceProps>, string]>([
    ['without a port', {}, 'has no port, give `port` or `ports`; for a program without one there is BackgroundService'],
    ['with ports told twice', { port: 80, ports: [one] }, 'has both `port` and `ports`, give all of them as `ports`'],
    [
      'with a port of the Service for no port',
      { servicePort: 80, ports: [one] },
      'has `servicePort` beside `ports`, give it with the port it is for',
    ],
    [
      'with a port out of range, which the Service follows',
      { port: 65_536 },
      'port 65536 is out of range, give one from 1 to 65535',
    ],
    [
      'with a port of the Service out of range',
      { ports: [{ ...one, servicePort: 65_536 }] },
      "servicePort of 'web' 65536 is out of range, give one from 1 to 65535",
    ],
    [
      'with two ports of the Service of one number',
      {
        ports: [
          { ...one, servicePort: 80 },
          { name: 'b', port: 2, servicePort: 80 },
          { name: 'c', port: 3, servicePort: 80 },
        ],
      },
      'two ports are 80/TCP of the Service, give one of them another `servicePort`',
    ],
    [
      'with a protocol that no Service can name',
      { ports: [{ ...one, protocol: 'my protocol' }] },
      "protocol 'my protocol' of port 'web' is not possible, give one that Services know or a name of letters, digits, '-', '_' and '.', with a domain and '/' before it",
    ],
    [
      'exposed at a port of UDP',
      { ports: [{ ...one, protocol: 'udp' }], exposure: { host: 'www', nodePort: 30080 } },
      "is exposed at port 'web', which is UDP: give `exposure.port` one of TCP",
    ],
    [
      'with a budget for a start that nobody asks for',
      { ports: [{ ...one, protocol: 'udp' }], startBudget: Duration.minutes(1) },
      'has a `startBudget`, but nothing that asks whether it has started: give `startup` a probe, or leave it out',
    ],
  ])('%s', (_, props, message) => {
    expect(problemsFrom(() => render(props))).toBe(`local/shop/shop-app/web: ${message}`);
  });

  test('not for the limits of its ports', () => {
    const ports: TierPort[] = [
      { name: 'a', port: 1, servicePort: 65_535 },
      { name: 'b', port: 1, servicePort: 65_535, protocol: 'udp' },
    ];
    expect(render({ ports }).all('Service')).toHaveLength(1);
  });
});
