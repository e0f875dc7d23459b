import type { Duration } from 'cdk8s';

/** How often a probe runs and when it counts. */
export interface ProbeTiming {
  /** @default 10 seconds */
  readonly period?: Duration;
  /** @default 5 seconds */
  readonly timeout?: Duration;
  /** Failures in a row that count. @default 3 */
  readonly failures?: number;
  /** Wait before the first run. @default - none */
  readonly delay?: Duration;
}

/** A question that the kubelet asks a container. No probe names a host: pod security refuses it since policy version 1.34. */
export class Probe {
  /** Asks for a page; a status from 200 to 399 is a yes. */
  static http(path: string, port: number, timing: ProbeTiming = {}): Probe {
    return new Probe({ httpGet: { path, port } }, timing);
  }

  /** Opens a connection. */
  static tcp(port: number, timing: ProbeTiming = {}): Probe {
    return new Probe({ tcpSocket: { port } }, timing);
  }

  /** Runs a command in the container; exit 0 is a yes. */
  static exec(command: readonly string[], timing: ProbeTiming = {}): Probe {
    return new Probe({ exec: { command: [...command] } }, timing);
  }

  private constructor(
    private readonly handler: Readonly<Record<string, unknown>>,
    private readonly timing: ProbeTiming,
  ) {}

  /** The field of a container. */
  toSpec() {
    const { period, timeout, failures, delay } = this.timing;
    return {
      ...this.handler,
      ...(delay && { initialDelaySeconds: delay.toSeconds() }),
      periodSeconds: period?.toSeconds() ?? 10,
      timeoutSeconds: timeout?.toSeconds() ?? 5,
      failureThreshold: failures ?? 3,
    };
  }
}
