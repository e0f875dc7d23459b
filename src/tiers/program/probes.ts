import { Duration } from 'cdk8s';
import { type ContainerPort, type ContainerProps, Probe } from '../../kubernetes';

/** Questions that the kubelet asks a program that never ends, and how it is stopped. */
export interface ProbeProps {
  /** Whether the program can serve. @default - whether the first port takes a connection; none without a port */
  readonly readiness?: Probe;
  /** Whether it is not stuck: a no restarts it. @default - whether the first port takes a connection; none without a port */
  readonly liveness?: Probe;
  /** Whether it has started; the others wait for it. @default - whether the first port takes a connection; without one, as `liveness` */
  readonly startup?: Probe;
  /** Time that it may take to start; then it is restarted. Rounded up to the period of the startup probe. @default 2 minutes */
  readonly startBudget?: Duration;
  /**
   * Pause before the stop signal, while Services still send it traffic: part of the grace period, whole seconds.
   * @default - 5 seconds; none without a port
   */
  readonly stopDelay?: Duration;
}

/** The probes and the pause of a container of these ports. */
export function probesOf(
  { startBudget, ...props }: ProbeProps,
  ports: readonly ContainerPort[],
): Pick<ContainerProps, 'readiness' | 'liveness' | 'startup' | 'stopDelay'> {
  const connect = ports.some(({ protocol }) => protocol !== 'UDP') ? Probe.tcp() : Probe.none;
  const { readiness = connect, liveness = connect } = props;
  const startup = props.startup ?? (connect.isNone ? liveness : connect).atStartup();
  return {
    readiness,
    liveness,
    startup: startBudget ? startup.within(startBudget) : startup,
    stopDelay: props.stopDelay ?? (ports.length > 0 ? Duration.seconds(5) : undefined),
  };
}

/** What is wrong with them together, or `undefined`. */
export function budgetProblem(props: ProbeProps, ports: readonly ContainerPort[]): string | undefined {
  if (!props.startBudget || !probesOf({ ...props }, ports).startup?.isNone) return undefined;
  return 'has a `startBudget`, but nothing that asks whether it has started: give `startup` a probe, or leave it out';
}
