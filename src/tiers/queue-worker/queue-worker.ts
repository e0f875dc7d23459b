import {
  ScaledJobSpecRolloutStrategy as RolloutStrategy,
  ScaledJob,
  type ScaledJobSpec,
  toJson_ScaledJobSpec,
} from '@cdk8s-tiers/imports/keda.sh';
import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IJobSpec } from 'kubernetes-models/batch/v1';
import {
  annotations,
  countProblem,
  type EnvValue,
  KubeObject,
  keepUntilConfirmed,
  type Priority,
  type SecretKey,
  Volume,
} from '../../kubernetes';
import { foreignPods } from '../../topology';
import { brokerPrefix } from '../connected';
import { type IQueue, rabbitMqPorts } from '../rabbitmq';
import { Tier, type TierProps } from '../tier';
import { WorkerEntrypoint } from './entrypoint';
import { ScalerAuthentication } from './scaler-authentication';

/** What the entrypoint does with the message, and so how the Job ends. */
export type MessageAction = 'ack' | 'dead-letter' | 'requeue' | 'retry';

/** How KEDA scales a worker. */
export interface Scaling {
  /** Time between looks at the queue, at least 5 seconds: Jobs just made may be missed below. @default 10 seconds */
  readonly pollingInterval?: Duration;
  /** Accepts an interval below 5 seconds. @default false */
  readonly acceptFastPolling?: boolean;
  /** Jobs that wait for messages at all times, on top of those that the queue asks for. @default 0 */
  readonly minWorkers?: number;
  /** Most Jobs at a time, the waiting ones included. */
  readonly maxWorkers: number;
  /** Finished Jobs that are kept. @default 5 */
  readonly successfulJobsHistory?: number;
  /** Failed Jobs that are kept. @default 10 */
  readonly failedJobsHistory?: number;
  /** Retries of a Job, each after twice the wait: KEDA has no back-off of its own, this is the throttle. @default 6 */
  readonly backoffLimit?: number;
  /** Stops making Jobs until it is taken away. @default false */
  readonly paused?: boolean;
}

export interface QueueWorkerProps extends TierProps {
  /** Image with Python 3.8 and pika 1.2 or later, and a pinned tag. */
  readonly image: string;
  /** The queue that it works off: one message a Job. */
  readonly consumes: IQueue;
  /** Queues that it publishes to. @default - none */
  readonly publishes?: readonly IQueue[];
  readonly scaling: Scaling;
  readonly priority: Priority;
  /** Time for one message, counted from the moment it is taken. */
  readonly attemptDeadline: Duration;
  /** Wait for a message before a surplus Job ends; off with a minimum of 1 or more. @default 60 seconds */
  readonly idleTimeout?: Duration;
  /** Program that gets the message on its standard input. @default ./job.py */
  readonly command?: readonly string[];
  /** @default /app */
  readonly workingDir?: string;
  /** What an exit code of the program means, beside 0, 65, 75 and any other. @default - the table of the entrypoint */
  readonly exitCodes?: Readonly<Record<number, MessageAction>>;
  /** Secret files by absolute path. @default - none */
  readonly secretFiles?: Readonly<Record<string, SecretKey>>;
  /** Folders that the program writes to, besides /tmp; their content is lost with the Job. @default - none */
  readonly scratch?: readonly string[];
}

const scalingDefaults = {
  pollingInterval: Duration.seconds(10),
  minWorkers: 0,
  successfulJobsHistory: 5,
  failedJobsHistory: 10,
  backoffLimit: 6,
};
const minPollingSeconds = 5;
const defaultIdleTimeout = Duration.seconds(60);
/** Time to pull the image and start, part of the pod's limit; the same time lies between an attempt and the consumer timeout. */
const margin = Duration.minutes(5);
const maxNameLength = 52;

/** Defaults for what is left out, or given as `undefined`. */
function withDefaults<D extends object, T extends object>(defaults: D, given: T): D & T {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) } as D & T;
}

/**
 * A program that works off a queue, one Job a message: KEDA's ScaledJob and its login to the broker.
 *
 * KEDA counts ready and unacknowledged messages over the management API and subtracts the running Jobs, so a Job holds its
 * message until it ends. The entrypoint keeps that contract around any program. Sources: KEDA docs, ScaledJob; RabbitMQ
 * docs, consumers.
 */
export class QueueWorker extends Tier {
  readonly queue: IQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueWorkerProps,
  ) {
    super(scope, id, {
      ...props,
      terminationGracePeriod: props.terminationGracePeriod ?? Duration.seconds(30),
      last: true,
      // A disruption budget can't hold a Job's pod, so a cluster autoscaler is told not to drain its node.
      podAnnotations: { [annotations.safeToEvict]: 'false' },
    });
    const scaling = withDefaults(scalingDefaults, props.scaling);
    this.queue = props.consumes;
    this.check(scaling);
    const entrypoint = WorkerEntrypoint.for(this.application);
    const idleTimeout = scaling.minWorkers > 0 ? Duration.seconds(0) : (props.idleTimeout ?? defaultIdleTimeout);
    this.addContainer({
      name: this.tier,
      image: props.image,
      command: ['python3', `${WorkerEntrypoint.path}/consume.py`, '--', ...(props.command ?? ['./job.py'])],
      workingDir: props.workingDir ?? '/app',
      resources: props.resources,
      env: this.entrypointEnv(idleTimeout),
      mounts: [
        { volume: Volume.config('entrypoint', entrypoint.files), path: WorkerEntrypoint.path, readOnly: true },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
        ...(props.scratch ?? []).map((path, index) => ({ volume: Volume.scratch(`scratch-${index}`), path })),
      ],
    });
    this.mountSecrets(props.secretFiles ?? {});
    const { broker } = props.consumes;
    this.connectTo(broker.consumer(this.tier, props.consumes), { env: brokerPrefix });
    for (const queue of props.publishes ?? []) this.publishTo(queue);
    const authentication = ScalerAuthentication.for(this.application, broker);
    authentication.before(this);
    this.topology.order(this.component, entrypoint.component);
    this.topology.allow({
      from: foreignPods(this.root.environment.operators.keda.namespace, { app: 'keda-operator' }),
      to: broker.pods,
      ports: [{ port: rabbitMqPorts.management }],
      purpose: 'queue lengths for KEDA',
      origin: 'declared',
    });
    this.createScaledJob(scaling, authentication.name, idleTimeout);
  }

  private entrypointEnv(idleTimeout: Duration): Record<string, EnvValue> {
    const { props } = this;
    return {
      QUEUE: this.queue.name,
      IDLE_TIMEOUT_SECONDS: String(idleTimeout.toSeconds()),
      ATTEMPT_DEADLINE_SECONDS: String(props.attemptDeadline.toSeconds()),
      TERMINATION_GRACE_SECONDS: String((props.terminationGracePeriod ?? Duration.seconds(30)).toSeconds()),
      ...(props.exitCodes && { EXIT_CODES: JSON.stringify(props.exitCodes) }),
      ...props.env,
    };
  }

  private createScaledJob(
    scaling: Required<Pick<Scaling, keyof typeof scalingDefaults>> & Scaling,
    authentication: string,
    idleTimeout: Duration,
  ): void {
    const { broker } = this.queue;
    // A waiting Job must not be killed for waiting, so only Jobs that end by themselves when idle have a limit.
    const activeDeadline =
      scaling.minWorkers > 0
        ? undefined
        : Duration.seconds(idleTimeout.toSeconds() + this.props.attemptDeadline.toSeconds() + margin.toSeconds());
    new KubeObject(
      this,
      'scaled-job',
      {
        ...ScaledJob.GVK,
        name: this.workloadName,
        labels: { tier: this.tier },
        annotations: { ...keepUntilConfirmed, ...(scaling.paused && { 'autoscaling.keda.sh/paused': 'true' }) },
      },
      () => {
        const jobTargetRef = {
          parallelism: 1,
          completions: 1,
          backoffLimit: scaling.backoffLimit,
          ttlSecondsAfterFinished: 3600,
          podReplacementPolicy: 'Failed',
          podFailurePolicy: {
            rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
          },
          template: this.template({ restartPolicy: 'Never', activeDeadline }) as IJobSpec['template'],
        } satisfies IJobSpec;
        const spec: ScaledJobSpec = {
          jobTargetRef,
          pollingInterval: scaling.pollingInterval.toSeconds(),
          minReplicaCount: scaling.minWorkers,
          maxReplicaCount: scaling.maxWorkers,
          successfulJobsHistoryLimit: scaling.successfulJobsHistory,
          failedJobsHistoryLimit: scaling.failedJobsHistory,
          // Unset, KEDA deletes all running Jobs at every change.
          rollout: { strategy: RolloutStrategy.GRADUAL },
          triggers: [
            {
              type: 'rabbitmq',
              metadata: {
                protocol: 'http',
                host: `http://${broker.host}:${rabbitMqPorts.management}`,
                vhostName: broker.vhost,
                queueName: this.queue.name,
                mode: 'QueueLength',
                value: '1',
              },
              authenticationRef: { name: authentication },
            },
          ],
        };
        return { spec: toJson_ScaledJobSpec(spec) };
      },
    );
  }

  private check(scaling: Required<Pick<Scaling, keyof typeof scalingDefaults>> & Scaling): void {
    const { attemptDeadline, consumes } = this.props;
    const counts: [string, number, number][] = [
      ['minWorkers', scaling.minWorkers, 0],
      ['maxWorkers', scaling.maxWorkers, 1],
      ['successfulJobsHistory', scaling.successfulJobsHistory, 0],
      ['failedJobsHistory', scaling.failedJobsHistory, 0],
      ['backoffLimit', scaling.backoffLimit, 1],
    ];
    for (const [name, value, least] of counts) {
      const wrong = countProblem(name, value, least);
      if (wrong) throw this.problem(wrong);
    }
    // The pod's own limit counts from its start, so that below the consumer timeout, too, nothing is ever handed out twice.
    const idle = scaling.minWorkers > 0 ? 0 : (this.props.idleTimeout ?? defaultIdleTimeout).toSeconds();
    const needed = idle + attemptDeadline.toSeconds() + margin.toSeconds();
    if (needed >= consumes.consumerTimeout.toSeconds()) {
      throw this.problem(
        `attempt deadline of ${attemptDeadline.toHumanString()} is too long for queue '${consumes.name}', whose consumer timeout is ${consumes.consumerTimeout.toHumanString()}: the broker would hand the message to a second worker; give the queue a \`consumerTimeout\` of more than ${Duration.seconds(needed).toHumanString()}, or shorten \`attemptDeadline\``,
      );
    }
    if (scaling.minWorkers > scaling.maxWorkers) {
      throw this.problem(
        `minWorkers ${scaling.minWorkers} exceeds maxWorkers ${scaling.maxWorkers}, lower the minimum or raise the maximum`,
      );
    }
    if (scaling.pollingInterval.toSeconds() < minPollingSeconds && !scaling.acceptFastPolling) {
      throw this.problem(
        `polling interval of ${scaling.pollingInterval.toHumanString()} is below ${minPollingSeconds} seconds, and KEDA may then miss Jobs it has just made: raise it, or set \`acceptFastPolling\``,
      );
    }
    if (this.workloadName.length > maxNameLength) {
      throw this.problem(
        `name '${this.workloadName}' has ${this.workloadName.length} characters, at most ${maxNameLength} are allowed: KEDA adds its own to the names of Jobs`,
      );
    }
  }
}
