import type { Construct } from 'constructs';
import { type CronOptions, createCronJob, cronProblems } from './cron-job';
import { Program, type ProgramProps } from './program';

/** What a {@link CronTask} runs, and when. */
export interface CronTaskProps extends ProgramProps, CronOptions {
  /** When it runs, as cron says it: `30 4 * * *`, `@hourly`. */
  readonly schedule: string;
}

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
  constructor(scope: Construct, id: string, props: CronTaskProps) {
    super(scope, id, props, { last: true });
    this.tell(...cronProblems(this.workloadName, props));
    this.addProgram(props);
    createCronJob(this, props, (variant) => this.template(variant));
  }
}
