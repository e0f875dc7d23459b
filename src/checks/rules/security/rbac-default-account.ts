import { subjects } from '../../domain/rbac';
import type { Rule } from '../../rule';

export const rbacDefaultAccount: Rule = {
  id: 'rbac-default-account',
  title: 'rights are given to the default account of a namespace',
  severity: 'error',
  why: 'every pod there that names no account of its own gets them',
  mend: 'make a ServiceAccount for the one workload that needs them and bind that',
  *check(context) {
    for (const { entry, subject, path } of subjects(context)) {
      if (subject.kind === 'ServiceAccount' && subject.name === 'default')
        yield { entry, field: `${path}.name`, value: `${subject.namespace ?? entry.namespace}/default` };
      if (
        subject.kind === 'Group' &&
        ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'].includes(String(subject.name))
      ) {
        yield { entry, field: `${path}.name`, value: subject.name, what: 'rights are given to everybody' };
      }
    }
  },
};
