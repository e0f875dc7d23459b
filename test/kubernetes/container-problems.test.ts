import { Duration, Size } from 'cdk8s';
import { type ContainerProps, Cpu, containerProblems, Probe } from '../../src/kubernetes';
import { small } from '../fixtures';

const problems = (props: Partial<ContainerProps>) =>
  containerProblems({ name: 'web', image: 'web:1.0', resources: small, ...props });
const ports = (...names: string[]) => names.map((name, index) => ({ name, port: index + 1 }));
const mib = (amount: number) => Size.mebibytes(amount);

describe('a container is refused', () => {
  test.each<[string, Partial<ContainerProps>, string]>([
    [
      'without CPU',
      { resources: { cpu: Cpu.millis(0), memory: mib(64) } },
      'cpu of 0 reserves nothing, give at least 1m',
    ],
    ['without memory', { resources: { ...small, memory: mib(0) } }, 'memory of 0 is no size, give at least 1Ki'],
    [
      'without a memory request',
      { resources: { ...small, memoryRequest: mib(0) } },
      'memoryRequest of 0 is no size, give at least 1Ki',
    ],
    [
      'with a CPU limit below the request',
      { resources: { ...small, cpuLimit: Cpu.millis(49) } },
      'cpuLimit of 49m is below the request, `cpu` of 50m: raise the limit or lower the request',
    ],
    [
      'with a memory limit below the request',
      { resources: { ...small, memoryRequest: mib(129) } },
      'memoryRequest of 129Mi is above the limit, `memory` of 128Mi: lower the request or raise the limit',
    ],
    [
      'with an impossible variable',
      { env: { A: '1', '1A': 'x' } },
      "'1A' is not a variable name: use letters, digits and '_', not beginning with a digit",
    ],
    [
      'with a port out of range',
      { ports: [{ name: 'http', port: 70_000 }] },
      'port 70000 is out of range, give one from 1 to 65535',
    ],
    [
      'with half a port',
      { ports: [{ name: 'http', port: 80.5 }] },
      'port 80.5 is out of range, give one from 1 to 65535',
    ],
    ['with two ports of one name', { ports: ports('a', 'b', 'a', 'a') }, "two ports are named 'a', rename one of them"],
    [
      'with two ports of one number',
      {
        ports: [
          { name: 'a', port: 53 },
          { name: 'b', port: 53, protocol: 'TCP' },
        ],
      },
      'two ports are 53/TCP, a program listens on each once: give one of them another',
    ],
    ...['1', 'A', 'x'.repeat(16), '-a', 'a-', 'a--b', ''].map((name): [string, Partial<ContainerProps>, string] => [
      `with a port named '${name}'`,
      { ports: ports(name) },
      `port name '${name}' is not possible, use at most 15 lower-case letters, digits and single '-', with a letter among them, beginning and ending with a letter or digit`,
    ]),
    [
      'with half a second of pause',
      { stopDelay: Duration.millis(500) },
      'stopDelay is 0.5 s, give whole seconds, at least 0',
    ],
    ...['tmp', '/', '/a/../b', '/a/..', '/a:b', '/:'].map((path): [string, Partial<ContainerProps>, string] => [
      `with a mount at '${path}'`,
      { mounts: [{ volume: 'x', path }] },
      `path '${path}' is not possible for a mount, give an absolute one below '/', without ':' and '..'`,
    ]),
    [
      'with two mounts at one path',
      {
        mounts: [
          { volume: 'x', path: '/a' },
          { volume: 'x', path: '/a' },
        ],
      },
      "two volumes are mounted at '/a', choose another path for one of them",
    ],
    [
      'with a probe that asks nobody',
      { liveness: Probe.tcp() },
      'liveness probe: names no port, and the container has none that it could connect to: give it `port`',
    ],
    [
      'with a name of other characters',
      { name: 'Web' },
      "name 'Web' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    ],
  ])('%s', (_, props, message) => {
    expect(problems(props)).toEqual([message]);
  });

  test('for all that is wrong with it at once', () => {
    const probe = Probe.http('ready');
    expect(
      problems({
        resources: { cpu: Cpu.millis(0), memory: mib(0) },
        ports: [{ name: 'Http', port: 0 }],
        startup: probe,
        readiness: probe,
        liveness: probe,
      }).map((message) => message.replace(/[ ,:'].*/, '')),
    ).toEqual(['memory', 'cpu', 'port', 'port', 'startup', 'readiness', 'liveness']);
  });
});

test('a container at its limits is taken', () => {
  expect(
    problems({
      resources: { cpu: Cpu.millis(50), cpuLimit: Cpu.millis(50), memory: mib(64), memoryRequest: mib(64) },
      ports: [
        { name: 'x'.repeat(15), port: 1 },
        { name: '9-a', port: 65_535 },
        { name: 'dns', port: 1, protocol: 'UDP' },
      ],
      env: { _A1: '' },
      stopDelay: Duration.seconds(0),
      mounts: [
        { volume: 'x', path: '/a' },
        { volume: 'y', path: '/a/b..c/' },
      ],
      liveness: Probe.tcp(),
    }),
  ).toEqual([]);
});
