import { Duration } from 'cdk8s';
import type { ICronJobSpec } from 'kubernetes-models/batch/v1';
import { countProblem, KubeObject, labelNameProblem, scheduleProblem, timeZoneProblem } from '../kubernetes';
import { jobSpec } from './job';
import type { Tier } from './tier';

/** How a program runs by the clock. */
export interface CronOptions {
  /** Name of the IANA database: `Europe/Rome`. @default Etc/UTC */
  readonly timeZone?: string;
  /** What happens while the run before still goes on: `Forbid` leaves the new one out, `Replace` ends the old one. @default Forbid */
  readonly concurrency?: 'Forbid' | 'Replace' | 'Allow';
  /** Time for one attempt. @default 1 hour */
  readonly attemptDeadline?: Duration;
  /** Time in which a run that was missed may still begin, at least 10 seconds. @default - however late it is */
  readonly startingDeadline?: Duration;
  /** Retries of a run, each after twice the wait. @default 6 */
  readonly backoffLimit?: number;
  /** Finished runs that are kept. @default 3 */
  readonly successfulJobsHistory?: number;
  /** Failed runs that are kept. @default 3 */
  readonly failedJobsHistory?: number;
  /** Begins no run until it is taken away. @default false */
  readonly suspended?: boolean;
}

/** When and how it runs. */
export interface CronForm extends CronOptions {
  readonly schedule: string;
}

/** The CronJob controller adds eleven characters to the names of Jobs. Source: Kubernetes docs, CronJob. */
const maxNameLength = 52;
/** It looks at its CronJobs every ten seconds. Source: Kubernetes docs, CronJob limitations. */
const leastStartingDeadline = Duration.seconds(10);

/** Emits a CronJob: the default child of its tier. @param template the pod template, computed when rendering */
export function createCronJob(
  tier: Tier,
  { schedule, ...options }: CronForm,
  template: (variant: { restartPolicy: 'Never'; activeDeadline: Duration }) => object,
): void {
  const { timeZone = 'Etc/UTC', concurrency = 'Forbid', attemptDeadline = Duration.hours(1) } = options;
  tier.node.defaultChild = new KubeObject(
    tier,
    'cron-job',
    { apiVersion: 'batch/v1', kind: 'CronJob', name: tier.workloadName, labels: { tier: tier.tier } },
    () => ({
      spec: {
        schedule,
        timeZone,
        concurrencyPolicy: concurrency,
        startingDeadlineSeconds: options.startingDeadline?.toSeconds(),
        successfulJobsHistoryLimit: options.successfulJobsHistory ?? 3,
        failedJobsHistoryLimit: options.failedJobsHistory ?? 3,
        suspend: options.suspended ? true : undefined,
        jobTemplate: {
          spec: jobSpec({
            backoffLimit: options.backoffLimit,
            template: template({ restartPolicy: 'Never', activeDeadline: attemptDeadline }),
          }),
        },
      } satisfies ICronJobSpec,
    }),
  );
}

/** All that is wrong with it. @param name of the CronJob */
export function cronProblems(name: string, form: CronForm): (string | undefined)[] {
  const { schedule, timeZone = 'Etc/UTC', startingDeadline } = form;
  const counts = { backoffLimit: 6, successfulJobsHistory: 3, failedJobsHistory: 3 } as const;
  return [
    labelNameProblem(name, maxNameLength),
    scheduleProblem(schedule),
    timeZoneProblem(timeZone),
    startingDeadline && startingDeadline.toSeconds() < leastStartingDeadline.toSeconds()
      ? `starting deadline of ${startingDeadline.toHumanString()} is below ${leastStartingDeadline.toHumanString()}, and runs may then never begin: raise it`
      : undefined,
    ...(Object.keys(counts) as (keyof typeof counts)[]).map((count) =>
      countProblem(count, form[count] ?? counts[count], 0),
    ),
  ];
}
