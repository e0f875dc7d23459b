import { Duration } from 'cdk8s';
import { countProblem, secondsProblem } from '../../kubernetes';

/** How KEDA scales a worker. */
export interface Scaling {
  /** Time between looks at the queue, at least 5 seconds: Jobs just made may be missed below. @default 10 seconds */
  readonly pollingInterval?: Duration;
  /** Accepts an interval below 5 seconds. @default false */
  readonly acceptFastPolling?: boolean;
  /**
   * Jobs that wait for messages at all times, on top of those that the queue asks for. While fewer run KEDA only makes up for them and
   * does not look at the queue: messages that take less time than a poll are then worked off one a poll, however many wait.
   * @default 0
   */
  readonly minWorkers?: number;
  /** Most Jobs at a time, the waiting ones included. */
  readonly maxWorkers: number;
  /** Finished Jobs that are kept. @default 5 */
  readonly successfulJobsHistory?: number;
  /** Failed Jobs that are kept. @default 10 */
  readonly failedJobsHistory?: number;
  /** Retries of a Job, each after twice the wait: KEDA has no back-off of its own, this is the throttle. @default 6 */
  readonly backoffLimit?: number;
  /**
   * Time for which a finished Job, its pods and their logs stay at most, in whole seconds; the newest ones only, as the histories say.
   * @default 1 day
   */
  readonly finishedFor?: Duration;
  /** Stops making Jobs until it is taken away. @default false */
  readonly paused?: boolean;
}

const scalingDefaults = {
  pollingInterval: Duration.seconds(10),
  minWorkers: 0,
  successfulJobsHistory: 5,
  failedJobsHistory: 10,
  backoffLimit: 6,
  finishedFor: Duration.days(1),
};
const minPollingSeconds = 5;

/** Scaling with its defaults filled in. */
export type CompleteScaling = Scaling & Required<Pick<Scaling, keyof typeof scalingDefaults>>;

/** Fills in what is left out, or given as `undefined`. */
export function completeScaling(given: Scaling): CompleteScaling {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...scalingDefaults, ...Object.fromEntries(set) } as CompleteScaling;
}

/** All that is wrong with it. */
export function scalingProblems(scaling: CompleteScaling): string[] {
  const { minWorkers, maxWorkers, pollingInterval } = scaling;
  return [
    countProblem('minWorkers', minWorkers, 0),
    countProblem('maxWorkers', maxWorkers, 1),
    countProblem('successfulJobsHistory', scaling.successfulJobsHistory, 0),
    countProblem('failedJobsHistory', scaling.failedJobsHistory, 0),
    countProblem('backoffLimit', scaling.backoffLimit, 1),
    secondsProblem('finishedFor', scaling.finishedFor, 1),
    minWorkers > maxWorkers
      ? `minWorkers ${minWorkers} exceeds maxWorkers ${maxWorkers}, lower the minimum or raise the maximum`
      : undefined,
    pollingInterval.toSeconds() < minPollingSeconds && !scaling.acceptFastPolling
      ? `polling interval of ${pollingInterval.toHumanString()} is below ${minPollingSeconds} seconds, and KEDA may then miss Jobs it has just made: raise it, or set \`acceptFastPolling\``
      : undefined,
  ].flatMap((problem) => problem ?? []);
}
