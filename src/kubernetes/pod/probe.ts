import { Duration } from 'cdk8s';
import { countProblem, portProblem, secondsProblem } from '../whole-number';
import type { ContainerPort } from './container-port';

/** How often a probe runs and when it counts. */
export interface ProbeTiming {
  /** Whole seconds. @default - 10 seconds for readiness, 20 for liveness, 5 for startup */
  readonly period?: Duration;
  /** Whole seconds. @default 5 seconds */
  readonly timeout?: Duration;
  /** Failures in a row that count. @default - 3 for readiness, 6 for liveness, 24 for startup */
  readonly failures?: number;
  /** Successes in a row that count, after a failure; for readiness only. @default 1 */
  readonly successes?: number;
  /** Wait before the first run. @default - none */
  readonly delay?: Duration;
}

/** A probe that connects to a port. */
export interface PortProbeOptions extends ProbeTiming {
  /** Number of the port, or its name. @default - the container's first one, UDP left aside */
  readonly port?: number | string;
}

/** A probe that asks for a page. */
export interface HttpProbeOptions extends PortProbeOptions {
  /** Headers of the request. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it asks by HTTPS; the certificate is not checked. @default false */
  readonly tls?: boolean;
}

/** A probe that asks a server of the gRPC health checking protocol. */
export interface GrpcProbeOptions extends PortProbeOptions {
  /** Service that is asked for. @default - the server as a whole */
  readonly service?: string;
}

/** What an answer decides: whether the container gets traffic, whether it is restarted, whether it has started. */
export type ProbeRole = 'readiness' | 'liveness' | 'startup';

/** Liveness is slower than readiness: a restart helps against a deadlock only. A program has two minutes to start. */
const timings = {
  readiness: { period: Duration.seconds(10), failures: 3 },
  liveness: { period: Duration.seconds(20), failures: 6 },
  startup: { period: Duration.seconds(5), failures: 24 },
} as const satisfies Record<ProbeRole, ProbeTiming>;
const defaultTimeout = Duration.seconds(5);

/** What the kubelet does. */
interface Question {
  /** The field of the probe. */
  readonly field: (port: number) => Readonly<Record<string, unknown>>;
  /** What is wrong with it. */
  readonly wrong?: string | undefined;
  /** Whether it needs no port. */
  readonly local?: boolean;
}

/**
 * A question that the kubelet asks a container. No probe names a host: pod security refuses it since policy version 1.34.
 *
 * ```ts
 * const readiness = Probe.http('/ready', { headers: { 'X-Probe': 'kubelet' }, period: Duration.seconds(5) });
 * ```
 */
export class Probe {
  /** No question at all, where there would be one by default. */
  static readonly none = new Probe(undefined, {});

  /** Asks for a page; a status from 200 to 399 is a yes. */
  static http(path: string, options: HttpProbeOptions = {}): Probe {
    const { headers = {}, tls } = options;
    const httpHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
    const more = { ...(tls && { scheme: 'HTTPS' }), ...(httpHeaders.length > 0 && { httpHeaders }) };
    const wrong = path.startsWith('/') ? undefined : `path '${path}' is not absolute, begin it with '/'`;
    return new Probe({ field: (port) => ({ httpGet: { path, port, ...more } }), wrong }, options);
  }

  /** Asks the health service of a gRPC server; SERVING is a yes. */
  static grpc(options: GrpcProbeOptions = {}): Probe {
    const { service } = options;
    return new Probe({ field: (port) => ({ grpc: { port, ...(service !== undefined && { service }) } }) }, options);
  }

  /** Opens a connection. */
  static tcp(options: PortProbeOptions = {}): Probe {
    return new Probe({ field: (port) => ({ tcpSocket: { port } }) }, options);
  }

  /** Runs a command in the container; exit 0 is a yes. */
  static exec(command: readonly string[], timing: ProbeTiming = {}): Probe {
    const wrong = command.length === 0 ? 'runs no command, give one' : undefined;
    return new Probe({ field: () => ({ exec: { command: [...command] } }), local: true, wrong }, timing);
  }

  private constructor(
    private readonly question: Question | undefined,
    private readonly options: PortProbeOptions,
  ) {}

  /** Whether there is anything to ask. */
  get isNone(): boolean {
    return this.question === undefined;
  }

  /** The same question, as often as is usual at startup. */
  atStartup(): Probe {
    const { port, timeout } = this.options;
    return new Probe(this.question, { port, timeout });
  }

  /** The same question, asked at startup until this time is over. */
  within(budget: Duration): Probe {
    const seconds = budget.toSeconds({ integral: false });
    const period = (this.options.period ?? timings.startup.period).toSeconds({ integral: false });
    const problem =
      this.options.failures === undefined
        ? secondsProblem('startBudget', budget, 1)
        : 'has `failures` beside `startBudget`, which both say how long it may take: leave out one of the two';
    const options = { ...this.options, failures: Math.max(1, Math.ceil(seconds / period)) };
    return new Probe(this.question && { ...this.question, wrong: this.question.wrong ?? problem }, options);
  }

  /** What is wrong with it, for a container of these ports. */
  problems(role: ProbeRole, ports: readonly ContainerPort[]): string[] {
    if (!this.question) return [];
    const { period, timeout, failures, successes, delay } = this.options;
    const port = this.portAmong(ports);
    return [
      this.question.wrong,
      typeof port === 'string' ? port : undefined,
      period && secondsProblem('period', period, 1),
      timeout && secondsProblem('timeout', timeout, 1),
      failures === undefined ? undefined : countProblem('failures', failures, 1),
      successes === undefined ? undefined : countProblem('successes', successes, 1),
      successes !== undefined && successes > 1 && role !== 'readiness'
        ? `successes is ${successes}, but Kubernetes takes 1 alone: leave it out`
        : undefined,
      delay && secondsProblem('delay', delay, 0),
    ].flatMap((problem) => (problem ? [`${role} probe: ${problem}`] : []));
  }

  /** The field of a container; undefined if nothing is asked. */
  toSpec(role: ProbeRole, ports: readonly ContainerPort[]) {
    if (!this.question) return undefined;
    const { delay, successes } = this.options;
    const { period = timings[role].period, failures = timings[role].failures } = this.options;
    return {
      ...this.question.field(this.portAmong(ports) as number),
      ...(delay && { initialDelaySeconds: delay.toSeconds() }),
      periodSeconds: period.toSeconds(),
      timeoutSeconds: (this.options.timeout ?? defaultTimeout).toSeconds(),
      ...(successes !== undefined && { successThreshold: successes }),
      failureThreshold: failures,
    };
  }

  /** The number of its port, or what is wrong with it. Numbers only: the gRPC probe knows no names. */
  private portAmong(ports: readonly ContainerPort[]): number | string {
    const { port } = this.options;
    if (this.question?.local) return 0;
    if (typeof port === 'number') return portProblem('port', port) ?? port;
    const found = ports.find(({ name, protocol }) => (port === undefined ? protocol !== 'UDP' : name === port));
    if (found) return found.port;
    if (port === undefined) return 'names no port, and the container has none that it could connect to: give it `port`';
    const known = ports.length === 0 ? 'it has none' : `its ports are ${ports.map(({ name }) => name).join(', ')}`;
    return `asks port '${port}', which the container does not have: ${known}`;
  }
}
