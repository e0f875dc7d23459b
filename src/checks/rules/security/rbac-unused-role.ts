import { roles } from '../../domain/rbac';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const rbacUnusedRole: Rule = {
  id: 'rbac-unused-role',
  title: 'a role is bound to nobody',
  severity: 'warning',
  why: 'the workload it was written for is told "forbidden"',
  mend: 'bind it to the ServiceAccount of the workload, or remove it',
  *check(context) {
    const bound = new Set<string>();
    for (const entry of [...context.ofKind('RoleBinding'), ...context.ofKind('ClusterRoleBinding')]) {
      const { kind, name } = fields(entry.object.roleRef);
      bound.add(`${kind}/${kind === 'Role' ? entry.namespace : ''}/${name}`);
    }
    for (const entry of roles(context)) {
      const aggregated = Object.keys(entry.labels).some((label) =>
        label.startsWith('rbac.authorization.k8s.io/aggregate-to-'),
      );
      if (!aggregated && !bound.has(`${entry.kind}/${entry.namespace}/${entry.name}`)) yield { entry };
    }
  },
};
