import {
  ScaledJobSpecRolloutStrategy as RolloutStrategy,
  ScaledJob,
  type ScaledJobSpec,
  type ScaledJobSpecTriggers as ScaledJobTrigger,
  toJson_ScaledJobSpec,
} from '@cdk8s-tiers/imports/keda.sh';
import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IJobSpec } from 'kubernetes-models/batch/v1';
import type { IDestination, IQueue } from '../../endpoints';
import { annotations, type EnvValue, KubeObject, keepUntilConfirmed, secondsProblem, Volume } from '../../kubernetes';
import { kedaTrigger } from '../autoscaling';
import { brokerPrefix } from '../connect-options';
import { jobSpec } from '../job';
import { Program, type ProgramContainer, type ProgramProps } from '../program';
import { WorkerEntrypoint } from './entrypoint';
import { type CompleteScaling, completeScaling, type Scaling, scalingProblems } from './scaling';

/** What the entrypoint does with the message, and so how the Job ends. */
export type MessageAction = 'ack' | 'dead-letter' | 'requeue' | 'retry';

/** The work of a {@link QueueWorker}: its queue, its deadline, how many at a time. */
export interface QueueWorkerProps extends ProgramProps {
  /** Image with a pinned tag; with Python 3.8 and pika 1.2 or later, unless its program settles. */
  readonly image: string;
  /** The queue that it works off: one message a Job. */
  readonly consumes: IQueue;
  /** Queues and topics that it publishes to. @default - none */
  readonly publishes?: readonly IDestination[];
  /** How many at a time, and how KEDA looks. */
  readonly scaling: Scaling;
  /** Time for one message, counted from the moment it is taken. */
  readonly attemptDeadline: Duration;
  /**
   * Wait for a message before a surplus Job ends; 0: it waits for ever, and as long as it does it keeps its room on the node. Jobs of the
   * minimum end, too, and KEDA makes them anew.
   * @default 60 seconds, with a minimum of 1 or more 20 seconds
   */
  readonly idleTimeout?: Duration;
  /**
   * Who takes the message from the queue and settles it. The `entrypoint` runs the command on a message of RabbitMQ. A `program`
   * does it all: it takes one message of queue `$QUEUE`, settles it within `$ATTEMPT_DEADLINE_SECONDS` and ends; it ends with 0, too,
   * when none came for `$IDLE_TIMEOUT_SECONDS` (0: never), and gives a message that it can't finish back within
   * `$TERMINATION_GRACE_SECONDS` of a SIGTERM.
   * @default entrypoint
   */
  readonly settledBy?: 'entrypoint' | 'program';
  /** Program, which the entrypoint gives the message on its standard input. @default - ./job.py; what settles itself, the image's */
  readonly command?: readonly string[];
  /** Folder that the program starts in. @default - /app; of what settles itself, the image's */
  readonly workingDir?: string;
  /** What an exit code of the program means, beside 0, 65, 75 and any other. @default - the table of the entrypoint */
  readonly exitCodes?: Readonly<Record<number, MessageAction>>;
}

const defaultIdleTimeout = Duration.seconds(60);
/** With a minimum nobody waits for a Job to start, and what is surplus is in the way of the next stage. */
const warmIdleTimeout = Duration.seconds(20);
/** Time to pull the image and start, part of the pod's limit; the same time lies between an attempt and the consumer timeout. */
const margin = Duration.minutes(5);
const maxNameLength = 52;
/** Fractions are told with all other problems. */
const secondsOf = (time: Duration): number => time.toSeconds({ integral: false });

/**
 * A program that works off a queue, one Job a message: KEDA's ScaledJob and its login to the broker.
 *
 * KEDA counts the messages that wait or are in work, as the queue's broker tells them, and subtracts the running Jobs, so a Job
 * holds its message until it ends. The entrypoint keeps that contract around any program. Sources: KEDA docs, ScaledJob;
 * RabbitMQ docs, consumers.
 *
 * @example
 * new QueueWorker(app, 'invoices', {
 *   image: 'registry.example.com/shop/invoices:1.0.0',
 *   consumes: orders,
 *   attemptDeadline: Duration.minutes(5),
 *   scaling: { maxWorkers: 10 },
 *   resources,
 * }).connectTo(database);
 */
export class QueueWorker extends Program {
  readonly queue: IQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueWorkerProps,
  ) {
    super(scope, id, props, {
      gracePeriod: Duration.seconds(30),
      last: true,
      // A disruption budget can't hold a Job's pod, so a cluster autoscaler is told not to drain its node.
      podAnnotations: { [annotations.safeToEvict]: 'false' },
    });
    const scaling = completeScaling(props.scaling);
    this.queue = props.consumes;
    const idleTimeout = props.idleTimeout ?? (scaling.minWorkers > 0 ? warmIdleTimeout : defaultIdleTimeout);
    this.check(scaling, idleTimeout);
    this.addProgram(props, { env: this.contract(idleTimeout), ...this.entrypoint() });
    const { broker, scaler } = this.queue;
    this.connectTo(broker.grantConsume(this, this.queue), { env: brokerPrefix });
    for (const destination of props.publishes ?? []) this.publishTo(destination);
    const trigger = kedaTrigger(this, `queue '${this.queue.name}'`, broker.name, scaler);
    this.createScaledJob(scaling, trigger, idleTimeout);
  }

  /** The entrypoint around the command, where the program does not settle the message itself. */
  private entrypoint(): ProgramContainer {
    const { settledBy, command = ['./job.py'], workingDir = '/app' } = this.props;
    if (settledBy === 'program') return {};
    const entrypoint = WorkerEntrypoint.for(this.application);
    this.topology.order(this.component, entrypoint.component);
    const volume = Volume.config('entrypoint', entrypoint.files);
    return {
      command: ['python3', `${WorkerEntrypoint.path}/consume.py`, '--', ...command],
      workingDir,
      mounts: [{ volume, path: WorkerEntrypoint.path, readOnly: true }],
    };
  }

  private contract(idleTimeout: Duration): Record<string, EnvValue> {
    const { props } = this;
    return {
      QUEUE: this.queue.name,
      IDLE_TIMEOUT_SECONDS: String(secondsOf(idleTimeout)),
      ATTEMPT_DEADLINE_SECONDS: String(secondsOf(props.attemptDeadline)),
      TERMINATION_GRACE_SECONDS: String(this.pod.terminationGracePeriod.toSeconds()),
      ...(props.exitCodes && { EXIT_CODES: JSON.stringify(props.exitCodes) }),
    };
  }

  private createScaledJob(scaling: CompleteScaling, trigger: ScaledJobTrigger, idleTimeout: Duration): void {
    // A waiting Job must not be killed for waiting, so only Jobs that end by themselves when idle have a limit.
    const activeDeadline =
      idleTimeout.toMilliseconds() > 0 ? Duration.seconds(this.podSeconds(idleTimeout)) : undefined;
    this.node.defaultChild = new KubeObject(
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
          ...jobSpec({
            backoffLimit: scaling.backoffLimit,
            ttlSecondsAfterFinished: scaling.finishedFor.toSeconds(),
            template: this.template({ restartPolicy: 'Never', activeDeadline }),
          }),
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
          triggers: [trigger],
        };
        return { spec: toJson_ScaledJobSpec(spec) };
      },
    );
  }

  /** Time that a Job's pod has: to wait, to work, and to start. */
  private podSeconds(idleTimeout: Duration): number {
    const times = [idleTimeout, this.props.attemptDeadline, margin];
    return times.reduce((sum, time) => sum + secondsOf(time), 0);
  }

  private check(scaling: CompleteScaling, idleTimeout: Duration): void {
    const { attemptDeadline, consumes, settledBy, exitCodes } = this.props;
    const { name, broker, consumerTimeout } = consumes;
    this.tell(
      ...scalingProblems(scaling),
      secondsProblem('attemptDeadline', attemptDeadline, 1),
      secondsProblem('idleTimeout', idleTimeout, 0),
    );
    if (settledBy !== 'program' && broker.protocol !== 'amqp') {
      this.tell(
        `consumes queue '${name}' of broker '${broker.name}', which speaks ${broker.protocol}, but the entrypoint settles messages of RabbitMQ only: give an image whose program takes and settles the message itself, and say \`settledBy: 'program'\``,
      );
    }
    if (settledBy === 'program' && exitCodes) {
      this.tell(
        'has `exitCodes`, which the entrypoint reads, but its program settles messages itself: leave out one of the two',
      );
    }
    // The pod's own limit counts from its start, so that below the consumer timeout, too, nothing is ever handed out twice.
    const needed = this.podSeconds(idleTimeout);
    if (consumerTimeout && needed >= consumerTimeout.toSeconds()) {
      this.tell(
        `attempt deadline of ${attemptDeadline.toHumanString()} is too long for queue '${name}', whose consumer timeout is ${consumerTimeout.toHumanString()}: the broker would hand the message to a second worker; give the queue a \`consumerTimeout\` of more than ${Duration.seconds(needed).toHumanString()}, or shorten \`attemptDeadline\``,
      );
    }
    if (this.workloadName.length > maxNameLength) {
      this.tell(
        `name '${this.workloadName}' has ${this.workloadName.length} characters, at most ${maxNameLength} are allowed: KEDA adds its own to the names of Jobs`,
      );
    }
  }
}
