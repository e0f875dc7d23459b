import type { Rule } from '../../rule';

export const twoScalers: Rule = {
  id: 'two-scalers',
  title: 'two controllers scale one workload',
  severity: 'error',
  why: 'each undoes what the other did, for ever',
  mend: 'keep one of them: a ScaledObject makes its own HorizontalPodAutoscaler',
  source: 'KEDA docs, scaling deployments',
  *check(context) {
    for (const [target, scalers] of context.scalers) {
      if (scalers.length < 2) continue;
      for (const entry of scalers) yield { entry, field: 'spec.scaleTargetRef', value: target };
    }
  },
};
