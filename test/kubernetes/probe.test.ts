import { Duration } from 'cdk8s';
import { type ContainerPort, Probe } from '../../src/kubernetes';
import { describeEveryProp, type LooseObject } from '../fixtures';

const ports: ContainerPort[] = [
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'http', port: 8080 },
  { name: 'admin', port: 9000, protocol: 'TCP' },
];
const spec = (probe: Probe, role: 'readiness' | 'liveness' | 'startup' = 'readiness') =>
  probe.toSpec(role, ports) as LooseObject;
const problems = (probe: Probe, role: 'readiness' | 'liveness' | 'startup' = 'readiness') =>
  probe.problems(role, ports);
const seconds = (amount: number) => Duration.seconds(amount);
const usual = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };

describe('a probe', () => {
  test('asks the first port that takes connections, or one by number or name; no probe names a host', () => {
    expect(spec(Probe.tcp())).toEqual({ tcpSocket: { port: 8080 }, ...usual });
    expect(spec(Probe.tcp({ port: 'admin' }))).toEqual({ tcpSocket: { port: 9000 }, ...usual });
    expect(spec(Probe.tcp({ port: 1 }))).toEqual({ tcpSocket: { port: 1 }, ...usual });
  });

  test('asks by page, by health service or by command', () => {
    expect(spec(Probe.http('/ready'))).toEqual({ httpGet: { path: '/ready', port: 8080 }, ...usual });
    expect(spec(Probe.grpc())).toEqual({ grpc: { port: 8080 }, ...usual });
    expect(spec(Probe.exec(['check', '-q']))).toEqual({ exec: { command: ['check', '-q'] }, ...usual });
  });

  test('has a timing that fits what it decides', () => {
    expect(spec(Probe.tcp(), 'liveness')).toMatchObject({ periodSeconds: 20, failureThreshold: 6 });
    expect(spec(Probe.tcp(), 'startup')).toMatchObject({ periodSeconds: 5, failureThreshold: 24 });
  });

  test('at startup asks the same, as often as is usual then, or until a time is over', () => {
    const slow = Probe.http('/', {
      port: 'admin',
      headers: { A: 'b' },
      period: seconds(60),
      timeout: seconds(7),
      failures: 2,
    });
    const question = {
      httpGet: { path: '/', port: 9000, httpHeaders: [{ name: 'A', value: 'b' }] },
      timeoutSeconds: 7,
    };
    expect(spec(slow.atStartup(), 'startup')).toEqual({ ...question, periodSeconds: 5, failureThreshold: 24 });
    const failures = (budget: number) => spec(Probe.tcp().within(seconds(budget)), 'startup').failureThreshold;
    expect([failures(1), failures(5), failures(6), failures(10)]).toEqual([1, 1, 2, 2]);
    expect(spec(Probe.tcp({ period: seconds(10) }).within(seconds(90)), 'startup')).toMatchObject({
      periodSeconds: 10,
      failureThreshold: 9,
    });
  });

  test('may be none', () => {
    expect(Probe.none.toSpec('readiness', ports)).toBeUndefined();
    expect([Probe.none.isNone, Probe.tcp().isNone]).toEqual([true, false]);
    expect(Probe.none.within(seconds(9)).atStartup().problems('startup', [])).toEqual([]);
  });
});

describeEveryProp('HttpProbeOptions', {
  port: [() => spec(Probe.http('/', { port: 81 })).httpGet, { path: '/', port: 81 }],
  headers: [
    () => spec(Probe.http('/', { headers: { 'X-Probe': 'kubelet' } })).httpGet,
    { path: '/', port: 8080, httpHeaders: [{ name: 'X-Probe', value: 'kubelet' }] },
  ],
  tls: [() => spec(Probe.http('/', { tls: true })).httpGet, { path: '/', port: 8080, scheme: 'HTTPS' }],
  period: [() => spec(Probe.http('/', { period: seconds(9) })).periodSeconds, 9],
  timeout: [() => spec(Probe.http('/', { timeout: seconds(9) })).timeoutSeconds, 9],
  failures: [() => spec(Probe.http('/', { failures: 9 })).failureThreshold, 9],
  successes: [() => spec(Probe.http('/', { successes: 9 })).successThreshold, 9],
  delay: [() => spec(Probe.http('/', { delay: seconds(9) })).initialDelaySeconds, 9],
});

describeEveryProp('GrpcProbeOptions', {
  port: [() => spec(Probe.grpc({ port: 'admin' })).grpc, { port: 9000 }],
  service: [() => spec(Probe.grpc({ service: 'shop.Cart' })).grpc, { port: 8080, service: 'shop.Cart' }],
  period: [() => spec(Probe.grpc({ period: seconds(9) })).periodSeconds, 9],
  timeout: [() => spec(Probe.grpc({ timeout: seconds(9) })).timeoutSeconds, 9],
  failures: [() => spec(Probe.grpc({ failures: 9 })).failureThreshold, 9],
  successes: [() => spec(Probe.grpc({ successes: 9 })).successThreshold, 9],
  delay: [() => spec(Probe.grpc({ delay: seconds(9) })).initialDelaySeconds, 9],
});

describe('a probe is refused', () => {
  test.each<[string, Probe, string]>([
    ['with a path that is not absolute', Probe.http('ready'), "path 'ready' is not absolute, begin it with '/'"],
    ['without a command', Probe.exec([]), 'runs no command, give one'],
    ['with a port below the range', Probe.tcp({ port: 0 }), 'port 0 is out of range, give one from 1 to 65535'],
    ['with a port above the range', Probe.tcp({ port: 65536 }), 'port 65536 is out of range, give one from 1 to 65535'],
    [
      'with the name of no port',
      Probe.tcp({ port: 'web' }),
      "asks port 'web', which the container does not have: its ports are dns, http, admin",
    ],
    ['that never runs', Probe.tcp({ period: seconds(0) }), 'period is 0 s, give whole seconds, at least 1'],
    [
      'with half a second',
      Probe.tcp({ timeout: Duration.millis(500) }),
      'timeout is 0.5 s, give whole seconds, at least 1',
    ],
    ['that may never fail', Probe.tcp({ failures: 0 }), 'failures is 0, give a whole number of at least 1'],
    ['that never counts', Probe.tcp({ successes: 0 }), 'successes is 0, give a whole number of at least 1'],
    [
      'with half a second of delay',
      Probe.tcp({ delay: Duration.millis(500) }),
      'delay is 0.5 s, give whole seconds, at least 0',
    ],
    [
      'with two limits for the start',
      Probe.tcp({ failures: 3 }).within(seconds(60)),
      'has `failures` beside `startBudget`, which both say how long it may take: leave out one of the two',
    ],
    ['with no time to start', Probe.tcp().within(seconds(0)), 'startBudget is 0 s, give whole seconds, at least 1'],
  ])('%s', (_, probe, message) => {
    expect(problems(probe)).toEqual([`readiness probe: ${message}`]);
  });

  test('for ports that take no connection', () => {
    const message = 'names no port, and the container has none that it could connect to: give it `port`';
    expect(Probe.tcp().problems('liveness', [])).toEqual([`liveness probe: ${message}`]);
    expect(Probe.grpc().problems('startup', ports.slice(0, 1))).toEqual([`startup probe: ${message}`]);
    expect(Probe.tcp({ port: 'http' }).problems('liveness', [])).toEqual([
      "liveness probe: asks port 'http', which the container does not have: it has none",
    ]);
    expect(Probe.exec(['check']).problems('liveness', [])).toEqual([]);
  });

  test('that counts several successes where Kubernetes takes one', () => {
    const probe = Probe.tcp({ successes: 2 });
    expect([problems(probe), problems(Probe.tcp({ successes: 1 }), 'liveness')]).toEqual([[], []]);
    expect(problems(probe, 'liveness')).toEqual([
      'liveness probe: successes is 2, but Kubernetes takes 1 alone: leave it out',
    ]);
    expect(problems(probe, 'startup')).toHaveLength(1);
  });

  test('with all that is wrong at once, at its limits with nothing', () => {
    expect(problems(Probe.tcp({ port: 0, failures: 0, period: seconds(0) }))).toHaveLength(3);
    const limits = {
      port: 65535,
      failures: 1,
      successes: 1,
      period: seconds(1),
      timeout: seconds(1),
      delay: seconds(0),
    };
    expect(problems(Probe.tcp(limits))).toEqual([]);
    expect(problems(Probe.tcp({ port: 1 }).within(seconds(1)))).toEqual([]);
  });
});
