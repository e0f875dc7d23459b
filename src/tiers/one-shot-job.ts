import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { contentHashLength, countProblem, labelNameProblem, maxLabelLength } from '../kubernetes';
import type { ComponentConstruct } from '../system';
import { createJob } from './job';
import { Program, type ProgramProps } from './program';

/** What a {@link OneShotJob} runs, and how often. */
export interface OneShotJobProps extends ProgramProps {
  /**
   * When it runs again. `change`: when anything of it has changed, as image, variables or files; its name carries a digest, because a
   * Job can't be changed. `rollout`: at every rollout, as a hook of Argo CD.
   * @default change
   */
  readonly runs?: 'change' | 'rollout';
  /** Time for one attempt. @default 1 hour */
  readonly attemptDeadline?: Duration;
  /** Retries, each after twice the wait. @default 6 */
  readonly backoffLimit?: number;
}

/**
 * A program that runs once and ends: it fills a database, makes a bucket. A Job and an account. An attempt may be repeated, so what
 * it does must bear to be done twice.
 *
 * @example
 * const seed = new OneShotJob(app, 'seed', { image: 'registry.example.com/shop/seed:1.0.0', resources });
 * seed.connectTo(database);
 * seed.runBefore(web);
 */
export class OneShotJob extends Program {
  constructor(scope: Construct, id: string, props: OneShotJobProps) {
    super(scope, id, props);
    const { runs = 'change', backoffLimit, attemptDeadline = Duration.hours(1) } = props;
    this.tell(
      runs === 'change' ? labelNameProblem(this.workloadName, maxLabelLength - 1 - contentHashLength) : undefined,
      countProblem('backoffLimit', backoffLimit ?? 0, 0),
    );
    this.addProgram(props);
    createJob(this, {
      name: this.workloadName,
      tier: this.tier,
      runs,
      backoffLimit,
      template: () => this.template({ restartPolicy: 'Never', activeDeadline: attemptDeadline }),
    });
  }

  /** Rolls tiers out when it has ended. */
  runBefore(...tiers: readonly ComponentConstruct[]): void {
    for (const { component } of tiers) this.topology.order(component, this.component);
  }
}
