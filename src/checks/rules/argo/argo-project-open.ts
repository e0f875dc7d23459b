import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const argoProjectOpen: Rule = {
  id: 'argo-project-open',
  title: 'a project allows everything',
  severity: 'warning',
  why: 'whoever may write into one of its repositories has the cluster',
  mend: 'list repositories, namespaces and kinds',
  source: 'Argo CD docs, projects',
  *check(context) {
    for (const entry of context.ofKind('argoproj.io/AppProject')) {
      if (list(entry.spec.sourceRepos).includes('*')) yield { entry, field: 'spec.sourceRepos', value: '*' };
      if (list(entry.spec.destinations).some((item) => fields(item).namespace === '*'))
        yield { entry, field: 'spec.destinations', value: '*' };
      if (
        list(entry.spec.clusterResourceWhitelist).some(
          (item) => fields(item).group === '*' && fields(item).kind === '*',
        )
      )
        yield { entry, field: 'spec.clusterResourceWhitelist', value: '*/*' };
    }
  },
};
