import type { Rule } from '../../rule';

export const replicasUnderScaler: Rule = {
  id: 'replicas-under-scaler',
  title: 'a workload that is scaled has a number of replicas in its manifest',
  severity: 'error',
  why: 'every sync sets it back to that number and throws away what the scaler added',
  mend: 'leave spec.replicas out',
  source: 'Argo CD docs, best practices',
  *check(context) {
    for (const [target] of context.scalers) {
      const [kind = '', namespace = '', name = ''] = target.split('/');
      const entry = context.find(kind, namespace, name);
      if (entry?.spec.replicas !== undefined) yield { entry, field: 'spec.replicas', value: entry.spec.replicas };
    }
  },
};
