import { Application } from '../../src/system';
import { NodeAgent, type NodeAgentProps } from '../../src/tiers';
import {
  describeEveryProp,
  makeSystem,
  probeRows,
  problemsFrom,
  programRows,
  type RenderWith,
  small,
  workloadSelectorRows,
} from '../fixtures';

const least = { image: 'shop/logs:2.0', resources: small };
const render: RenderWith<Partial<NodeAgentProps>> = (props) => {
  const test = makeSystem();
  const agents = new Application(test.system, 'shop-agents', { namespace: 'agents', podSecurity: 'privileged' });
  new NodeAgent(agents, 'logs', { ...least, ...props(agents) });
  return test.render();
};
const specOf = (props: Partial<NodeAgentProps> = {}) => render(() => props).get('DaemonSet').spec;
const podOf = (props: Partial<NodeAgentProps> = {}) => specOf(props).template.spec;
const restricted = (props: Partial<NodeAgentProps>) => {
  const test = makeSystem();
  new NodeAgent(test.application, 'logs', { ...least, ...props });
  return test.render();
};

describe('a node agent', () => {
  test('emits an account and a DaemonSet that sees nothing of its node', () => {
    const tree = restricted({});
    expect(tree.names()).toEqual([
      'DaemonSet logs',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'ServiceAccount logs',
    ]);
    expect(tree.get('DaemonSet')).toMatchSnapshot('DaemonSet');
  });

  test('reads the folders that it is given, and writes where it is told that it may', () => {
    const { volumes, containers } = podOf({
      hostPaths: { '/logs': '/var/log/pods', '/state': { path: '/var/lib/logs', writable: true } },
    });
    expect(volumes).toEqual(
      expect.arrayContaining([
        { name: 'host-0', hostPath: { path: '/var/log/pods' } },
        { name: 'host-1', hostPath: { path: '/var/lib/logs' } },
      ]),
    );
    expect(containers[0].volumeMounts.slice(0, 2)).toEqual([
      { name: 'host-0', mountPath: '/logs', readOnly: true },
      { name: 'host-1', mountPath: '/state' },
    ]);
  });

  test('as root has no capability, and may get no more', () => {
    const { securityContext, containers } = podOf({ asRoot: true });
    expect(securityContext).toMatchObject({ runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });
});

describeEveryProp('NodeAgentProps', {
  ...programRows('DaemonSet', 'logs', render),
  ...probeRows('DaemonSet', render),
  ...workloadSelectorRows('DaemonSet', 'logs', render),
  hostPaths: [() => podOf({ hostPaths: { '/logs': '/var/log' } }).volumes[0].hostPath, { path: '/var/log' }],
  hostProcesses: [() => podOf({ hostProcesses: true }).hostPID, true],
  asRoot: [() => podOf({ asRoot: true }).securityContext.runAsUser, 0],
  maxUnavailable: [
    () => specOf({ maxUnavailable: '10%' }).updateStrategy.rollingUpdate,
    { maxUnavailable: '10%', maxSurge: 0 },
  ],
});

test.each([1, 5, '1%', '99%', '100%'])('%s nodes may be without it during a rollout', (maxUnavailable) => {
  expect(specOf({ maxUnavailable }).updateStrategy.rollingUpdate.maxUnavailable).toBe(maxUnavailable);
});

describe('a node agent is refused', () => {
  test.each([0, 1.5, '0%', '101%', '5', 'all'])('whose rollout may leave %s nodes without it', (maxUnavailable) => {
    expect(problemsFrom(() => restricted({ maxUnavailable }))).toBe(
      `local/shop/shop-app/logs: maxUnavailable is '${maxUnavailable}', give a whole number of at least 1 or a share from 1% to 100%`,
    );
  });

  test('in a namespace that refuses what it asks for', () => {
    const way = (level: string) =>
      `which pod security 'restricted' of namespace 'shop' refuses: put it into an Application with a namespace of its own and \`podSecurity: '${level}'\``;
    const asked = { hostPaths: { '/logs': '/var/log' }, hostProcesses: true, asRoot: true };
    expect(problemsFrom(() => restricted(asked)).split('\n')).toEqual([
      `local/shop/shop-app/logs: runs as root, ${way('baseline')}`,
      `local/shop/shop-app/logs: sees folders of the node and the processes of the node, ${way('privileged')}`,
    ]);
  });

  test('that is root in a namespace of the baseline, and sees its node there', () => {
    const test = makeSystem();
    const agents = new Application(test.system, 'shop-agents', { namespace: 'agents', podSecurity: 'baseline' });
    new NodeAgent(agents, 'root', { ...least, asRoot: true });
    expect(problemsFrom(() => new NodeAgent(agents, 'logs', { ...least, hostProcesses: true }))).toBe(
      "local/shop/shop-agents/logs: sees the processes of the node, which pod security 'baseline' of namespace 'agents' refuses: put it into an Application with a namespace of its own and `podSecurity: 'privileged'`",
    );
  });

  test('with two users, and with a folder that is none', () => {
    const props = { asRoot: true, user: { uid: 5, gid: 5 }, hostPaths: { '/logs': 'var/log' } };
    expect(problemsFrom(() => render(() => props)).split('\n')).toEqual([
      'local/shop/shop-agents/logs: has a `user`, but runs as root (`asRoot`): leave out one of the two',
      "local/shop/shop-agents/logs: hostPaths: 'var/log' is not absolute, begin it with '/'",
    ]);
  });
});
