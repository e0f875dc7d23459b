import type { Rule } from '../../rule';

export const budgetBlocksDrain: Rule = {
  id: 'budget-blocks-drain',
  title: 'a disruption budget never lets a pod go',
  severity: 'error',
  why: 'the drain of a node hangs for ever, and with it every upgrade of the cluster',
  mend: 'maxUnavailable: 1; no budget for a single replica or for Jobs',
  source: 'Kubernetes docs, disruptions',
  *check(context) {
    for (const entry of context.ofKind('policy/PodDisruptionBudget')) {
      const selected = context.labels.select(entry.namespace, entry.spec.selector).filter(({ job }) => !job);
      const scaled = selected.some((template) =>
        context.scalers.has(`${template.entry.kind}/${template.namespace}/${template.entry.name}`),
      );
      const pods = selected.reduce((sum, template) => sum + template.replicas, 0);
      const { minAvailable, maxUnavailable } = entry.spec;
      if (maxUnavailable === 0 || maxUnavailable === '0%')
        yield { entry, field: 'spec.maxUnavailable', value: maxUnavailable };
      else if (minAvailable === '100%') yield { entry, field: 'spec.minAvailable', value: minAvailable };
      else if (typeof minAvailable === 'number' && pods > 0 && !scaled && minAvailable >= pods)
        yield { entry, field: 'spec.minAvailable', value: `${minAvailable} of ${pods}` };
    }
  },
};
