import type { IHttpEndpoint, IQueue, ScaleTrigger } from '../../endpoints';
import { countProblem, quantityNumber, scheduleProblem, timeZoneProblem } from '../../kubernetes';
import type { ScaleSource } from './scale-source';

/** A window of time with a number of pods of its own. */
export interface ScaleWindow {
  /** Name of the IANA database: `Europe/Rome`. */
  readonly timeZone: string;
  /** When it begins, as cron says it: `0 8 * * mon-fri`. */
  readonly start: string;
  /** When it ends. */
  readonly end: string;
  /** Least pods meanwhile. */
  readonly replicas: number;
}

/** A number that Prometheus computes. */
export interface ScaleQuery {
  /** The Prometheus that KEDA asks. */
  readonly server: IHttpEndpoint;
  /** Query with one number as its result. */
  readonly query: string;
  /** As much of the number as one pod takes. */
  readonly threshold: number;
}

/** What a number of pods may follow: sources of a tier's `autoscaling`. */
export class ScaleOn {
  /** Use of CPU, in percent of the request, over all pods. */
  static cpu(percent: number): ScaleSource {
    return resource('cpu', percent);
  }

  /** Use of memory, in percent of the request, over all pods. Few programs give memory back when their load falls. */
  static memory(percent: number): ScaleSource {
    return resource('memory', percent);
  }

  /**
   * A metric that the pods themselves have, as an adapter of the cluster serves it (`custom.metrics.k8s.io`).
   *
   * @param average as much of it as one pod takes, as a quantity: `100`, `500m`
   */
  static pods(metric: string, average: string): ScaleSource {
    return {
      name: `metric '${metric}' of the pods`,
      metric: {
        type: 'Pods',
        pods: { metric: { name: metric }, target: { type: 'AverageValue', averageValue: average } },
      },
      problem: amountProblem('average', average),
    };
  }

  /**
   * A metric of something outside the cluster, as an adapter of the cluster serves it (`external.metrics.k8s.io`).
   *
   * @param average as much of it as one pod takes, as a quantity: `100`, `500m`
   * @param labels labels that select the metric
   */
  static external(metric: string, average: string, labels?: Readonly<Record<string, string>>): ScaleSource {
    return {
      name: `external metric '${metric}'`,
      metric: {
        type: 'External',
        external: {
          metric: { name: metric, ...(labels && { selector: { matchLabels: { ...labels } } }) },
          target: { type: 'AverageValue', averageValue: average },
        },
      },
      problem: amountProblem('average', average),
    };
  }

  /** Messages of a queue, as its broker tells KEDA: one pod for every so many. */
  static queue(queue: IQueue, { messages }: { readonly messages: number }): ScaleSource {
    const { share = 'value', ...trigger } = queue.scaler;
    const counted = countProblem('messages', messages, 1);
    const silent =
      trigger.metadata[share] === undefined
        ? `its scaler has no setting '${share}' for the messages of one pod, name that of '${trigger.type}' in \`share\``
        : undefined;
    return {
      name: `queue '${queue.name}'`,
      trigger: { ...trigger, metadata: { ...trigger.metadata, [share]: String(messages) } },
      scalesToZero: true,
      problem: counted ?? silent,
    };
  }

  /** A number that Prometheus computes. */
  static prometheus({ server, query, threshold }: ScaleQuery): ScaleSource {
    return {
      name: `query '${query}'`,
      trigger: {
        type: 'prometheus',
        metadata: { serverAddress: server.url, query, threshold: String(threshold) },
        endpoint: server,
      },
      scalesToZero: true,
      problem: threshold > 0 ? undefined : `threshold is ${threshold}, give a number above 0`,
    };
  }

  /** A window of time in which at least so many pods run. */
  static cron({ timeZone, start, end, replicas }: ScaleWindow): ScaleSource {
    return {
      name: `window '${start}' to '${end}'`,
      trigger: { type: 'cron', metadata: { timezone: timeZone, start, end, desiredReplicas: String(replicas) } },
      scalesToZero: true,
      problem:
        timeZoneProblem(timeZone) ??
        scheduleProblem(start) ??
        scheduleProblem(end) ??
        countProblem('replicas', replicas, 1),
    };
  }

  /** Any trigger of KEDA that there is no word for here. */
  static trigger(trigger: ScaleTrigger): ScaleSource {
    return { name: `trigger '${trigger.type}'`, trigger, scalesToZero: true };
  }

  private constructor() {}
}

function resource(name: 'cpu' | 'memory', percent: number): ScaleSource {
  return {
    name,
    metric: { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } },
    trigger: { type: name, metricType: 'Utilization', metadata: { value: String(percent) } },
    problem: countProblem('percent', percent, 1),
  };
}

function amountProblem(name: string, amount: string): string | undefined {
  return (quantityNumber(amount) ?? 0) > 0
    ? undefined
    : `${name} is '${amount}', give a quantity above 0 such as 100 or 500m`;
}
