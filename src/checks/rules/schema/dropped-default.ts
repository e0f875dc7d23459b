import type { Rule } from '../../rule';

export const droppedDefault: Rule = {
  id: 'dropped-default',
  title: 'a field is written that the API server drops',
  severity: 'info',
  why: 'a comparison of the repository with the cluster shows a difference for ever',
  mend: 'leave the field out: that is its meaning already',
  source: 'seen with a server-side apply on Kubernetes 1.36',
  *check(context) {
    for (const entry of context.ofKind('PriorityClass')) {
      if (entry.object.globalDefault === false) yield { entry, field: 'globalDefault', value: false };
    }
  },
};
