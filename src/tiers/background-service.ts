import type { Construct } from 'constructs';
import { createDeployment } from './deployment';
import type { SelectorProps } from './pod-settings';
import { budgetProblem, type ProbeProps, Program, type ProgramProps, probesOf } from './program';
import { replicaProblems, type SingletonProps } from './replicas';

/** What a {@link BackgroundService} runs, and how often. */
export interface BackgroundServiceProps extends ProgramProps, ProbeProps, SelectorProps, SingletonProps {}

/**
 * A long-running program without a port: a consumer of queues, a Celery worker, a clock. Deployment, account, disruption budget.
 *
 * @example
 * const mailer = new BackgroundService(app, 'mailer', { image: 'registry.example.com/shop/mailer:1.0.0', resources, replicas: 2 });
 * mailer.consumeFrom(orders);
 *
 * // Two clocks would ring twice.
 * new BackgroundService(app, 'clock', { image: 'registry.example.com/shop/clock:1.0.0', resources, singleton: true });
 */
export class BackgroundService extends Program {
  constructor(scope: Construct, id: string, props: BackgroundServiceProps) {
    super(scope, id, props);
    this.tell(...replicaProblems(props), budgetProblem(props, []));
    this.addProgram(props, probesOf(props, []));
    createDeployment(this, {
      ...props,
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      template: (variant) => this.template(variant),
    });
  }
}
