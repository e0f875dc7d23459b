import type { Rule } from '../../rule';

export const budgetMissing: Rule = {
  id: 'budget-missing',
  title: 'a workload with several replicas has no disruption budget',
  severity: 'info',
  why: 'a drain may end all its pods at once',
  mend: 'add a PodDisruptionBudget with maxUnavailable: 1 and unhealthyPodEvictionPolicy: AlwaysAllow',
  *check(context) {
    const covered = new Set(
      context
        .ofKind('policy/PodDisruptionBudget')
        .flatMap((entry) => context.labels.select(entry.namespace, entry.spec.selector)),
    );
    for (const template of context.templates) {
      const { entry, job, replicas } = template;
      const several = replicas > 1 || context.scalers.has(`${entry.kind}/${entry.namespace}/${entry.name}`);
      if (!job && several && (entry.kind === 'Deployment' || entry.kind === 'StatefulSet') && !covered.has(template))
        yield { entry };
    }
  },
};
