import { subjects } from '../../domain/rbac';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const rbacClusterAdmin: Rule = {
  id: 'rbac-cluster-admin',
  title: 'an account is given all rights',
  severity: 'warning',
  why: 'who breaks into its pod has the cluster',
  mend: 'write a role with what is used; prefer a Role in one namespace',
  *check(context) {
    for (const { entry, subject, path } of subjects(context)) {
      if (subject.kind !== 'ServiceAccount' || dig(entry.object, 'roleRef', 'name') !== 'cluster-admin') continue;
      yield { entry, field: path, value: subject.name };
    }
  },
};
