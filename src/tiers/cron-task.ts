import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ICronJobSpec } from 'kubernetes-models/batch/v1';
import { countProblem, KubeObject, labelNameProblem, scheduleProblem, timeZoneProblem } from '../kubernetes';
import { jobSpec } from './job';
import { Program, type ProgramProps } from './program';

/** What a {@link CronTask} runs, and when. */
export interface CronTaskProps extends ProgramProps {
  /** When it runs, as cron says it: `30 4 * * *`, `@hourly`. */
  readonly schedule: string;
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

/** The CronJob controller adds eleven characters to the names of Jobs. Source: Kubernetes docs, CronJob. */
const maxNameLength = 52;
/** It looks at its CronJobs every ten seconds. Source: Kubernetes docs, CronJob limitations. */
const leastStartingDeadline = Duration.seconds(10);

/**
 * A program that runs by the clock and ends: CronJob and account.
 *
 * It stands in the last wave, for a failed run makes it unhealthy, which must hold up nothing.
 *
 * @example
 * const report = new CronTask(app, 'report', {
 *   image: 'registry.example.com/shop/report:1.0.0',
 *   schedule: '30 4 * * mon',
 *   timeZone: 'Europe/Rome',
 *   resources,
 * });
 * report.connectTo(database);
 */
export class CronTask extends Program {
  /** @param wrong what is wrong besides, told with the rest */
  constructor(scope: Construct, id: string, props: CronTaskProps, wrong: readonly string[] = []) {
    super(scope, id, props, { last: true });
    this.tell(labelNameProblem(this.workloadName, maxNameLength), ...problemsOf(props), ...wrong);
    this.addProgram(props);
    const { schedule, timeZone = 'Etc/UTC', concurrency = 'Forbid', attemptDeadline = Duration.hours(1) } = props;
    this.node.defaultChild = new KubeObject(
      this,
      'cron-job',
      { apiVersion: 'batch/v1', kind: 'CronJob', name: this.workloadName, labels: { tier: this.tier } },
      () => ({
        spec: {
          schedule,
          timeZone,
          concurrencyPolicy: concurrency,
          startingDeadlineSeconds: props.startingDeadline?.toSeconds(),
          successfulJobsHistoryLimit: props.successfulJobsHistory ?? 3,
          failedJobsHistoryLimit: props.failedJobsHistory ?? 3,
          suspend: props.suspended ? true : undefined,
          jobTemplate: {
            spec: jobSpec({
              backoffLimit: props.backoffLimit,
              template: this.template({ restartPolicy: 'Never', activeDeadline: attemptDeadline }),
            }),
          },
        } satisfies ICronJobSpec,
      }),
    );
  }
}

function problemsOf(props: CronTaskProps): (string | undefined)[] {
  const { schedule, timeZone = 'Etc/UTC', startingDeadline } = props;
  const counts = { backoffLimit: 6, successfulJobsHistory: 3, failedJobsHistory: 3 } as const;
  return [
    scheduleProblem(schedule),
    timeZoneProblem(timeZone),
    startingDeadline && startingDeadline.toSeconds() < leastStartingDeadline.toSeconds()
      ? `starting deadline of ${startingDeadline.toHumanString()} is below ${leastStartingDeadline.toHumanString()}, and runs may then never begin: raise it`
      : undefined,
    ...(Object.keys(counts) as (keyof typeof counts)[]).map((name) =>
      countProblem(name, props[name] ?? counts[name], 0),
    ),
  ];
}
