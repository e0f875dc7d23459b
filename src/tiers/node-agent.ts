import type { Construct } from 'constructs';
import { type Mount, Volume } from '../kubernetes';
import { createDaemonSet } from './daemon-set';
import type { SelectorProps } from './pod-settings';
import { budgetProblem, type ProbeProps, Program, type ProgramProps, probesOf } from './program';

/** A folder of the node, as the agent sees it. */
export interface HostPath {
  /** Absolute path on the node. */
  readonly path: string;
  /** Whether the agent may write there. @default false */
  readonly writable?: boolean;
}

/** What a {@link NodeAgent} runs, and what it sees of its node. */
export interface NodeAgentProps extends ProgramProps, ProbeProps, SelectorProps {
  /**
   * Folders of the node by path in the container; needs an Application with `podSecurity: 'privileged'`.
   * @default - none
   */
  readonly hostPaths?: Readonly<Record<string, string | HostPath>>;
  /** Whether it sees the processes of the node; needs an Application with `podSecurity: 'privileged'`. @default false */
  readonly hostProcesses?: boolean;
  /**
   * Whether its processes are root's, without any capability: files of the node are often root's alone. Needs an Application with
   * `podSecurity: 'baseline'` or `'privileged'`.
   * @default false
   */
  readonly asRoot?: boolean;
  /** Nodes that may be without it during a rollout, a number or a share such as `10%`. @default 1 */
  readonly maxUnavailable?: number | string;
}

/**
 * A program on every node, or on those that `nodeSelector` and `tolerations` choose: a collector of logs, an exporter. DaemonSet and account.
 *
 * It sees nothing of its node but what it is given, and that only in a namespace whose pod security lets it.
 *
 * @example
 * const agents = new Application(system, 'shop-agents', { namespace: 'shop-agents', podSecurity: 'privileged' });
 * new NodeAgent(agents, 'logs', {
 *   image: 'registry.example.com/shop/log-shipper:2.0.0',
 *   hostPaths: { '/var/log/pods': '/var/log/pods' },
 *   asRoot: true,
 *   resources,
 * });
 */
export class NodeAgent extends Program {
  constructor(scope: Construct, id: string, props: NodeAgentProps) {
    super(scope, id, props, { ...(props.asRoot && { defaultUser: { uid: 0, gid: 0 } }) });
    this.check(props);
    this.addProgram(props, { ...probesOf(props, []), mounts: hostMounts(props.hostPaths) });
    createDaemonSet(this, {
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      maxUnavailable: props.maxUnavailable,
      template: () => this.template({ hostProcesses: props.hostProcesses }),
    });
  }

  private check(props: NodeAgentProps): void {
    const { hostPaths = {}, maxUnavailable } = props;
    const { podSecurity, destination } = this.application;
    const asked = [
      ...(Object.keys(hostPaths).length > 0 ? ['folders of the node'] : []),
      ...(props.hostProcesses ? ['the processes of the node'] : []),
    ];
    const refused = (what: string, level: string) =>
      `${what}, which pod security '${podSecurity}' of namespace '${destination}' refuses: put it into an Application with a namespace of its own and \`podSecurity: '${level}'\``;
    this.tell(
      budgetProblem(props, []),
      asked.length > 0 && podSecurity !== 'privileged'
        ? refused(`sees ${asked.join(' and ')}`, 'privileged')
        : undefined,
      props.asRoot && podSecurity === 'restricted' ? refused('runs as root', 'baseline') : undefined,
      props.asRoot && props.user ? 'has a `user`, but runs as root (`asRoot`): leave out one of the two' : undefined,
      ...Object.values(hostPaths)
        .map(pathOf)
        .filter((path) => !path.startsWith('/'))
        .map((path) => `hostPaths: '${path}' is not absolute, begin it with '/'`),
      maxUnavailable !== undefined && !isAmount(maxUnavailable)
        ? `maxUnavailable is '${maxUnavailable}', give a whole number of at least 1 or a share from 1% to 100%`
        : undefined,
    );
  }
}

function hostMounts(hostPaths: NodeAgentProps['hostPaths'] = {}): Mount[] {
  return Object.entries(hostPaths).map(([path, host], index) => ({
    volume: Volume.of(`host-${index}`, () => ({ hostPath: { path: pathOf(host) } })),
    path,
    readOnly: typeof host === 'string' || !host.writable,
  }));
}

function pathOf(host: string | HostPath): string {
  return typeof host === 'string' ? host : host.path;
}

function isAmount(amount: number | string): boolean {
  if (typeof amount === 'number') return Number.isInteger(amount) && amount >= 1;
  return /^([1-9]\d?|100)%$/.test(amount);
}
