import type { Rule } from '../../rule';

export const kedaMaxReplicas: Rule = {
  id: 'keda-max-replicas',
  title: 'the ScaledJob has no upper limit of its own',
  severity: 'warning',
  why: 'the default of 100 Jobs is seldom what the namespace can carry',
  mend: 'write maxReplicaCount; with the requests of one worker it must fit the quota',
  source: 'KEDA docs, ScaledJob',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      if (entry.spec.maxReplicaCount === undefined) yield { entry, field: 'spec.maxReplicaCount' };
    }
  },
};
