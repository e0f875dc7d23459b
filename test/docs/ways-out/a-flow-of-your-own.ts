import { EnvironmentRoot, type WebService } from 'cdk8s-tiers';
import { foreignPods } from 'cdk8s-tiers/kit';

/** Lets pods of a namespace of others reach a tier, which no connection says. */
export function openForCollector(web: WebService): void {
  EnvironmentRoot.of(web).topology.allow({
    from: foreignPods('tracing', { app: 'collector' }),
    to: web.target,
    ports: [{ port: 9411 }],
    purpose: 'the collector fetches traces',
    origin: 'declared',
  });
}
