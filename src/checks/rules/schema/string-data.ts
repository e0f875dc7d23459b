import type { Rule } from '../../rule';

export const stringData: Rule = {
  id: 'string-data',
  title: 'a Secret is written with stringData',
  severity: 'warning',
  why: 'under server-side apply a key removed here stays in the cluster',
  mend: 'write base64 in data, or let a provider make the Secret',
  source: 'seen with a server-side apply on Kubernetes 1.36',
  *check(context) {
    for (const entry of context.ofKind('/Secret')) {
      if (entry.object.stringData !== undefined) yield { entry, field: 'stringData' };
    }
  },
};
