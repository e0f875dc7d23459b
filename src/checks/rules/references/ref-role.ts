import { fields } from '../../fields';
import type { Rule } from '../../rule';

const builtIn: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);

export const refRole: Rule = {
  id: 'ref-role',
  title: 'a binding names a role that nobody makes',
  severity: 'error',
  why: 'the rights are never given; the pod is told "forbidden"',
  mend: 'add the role, or correct kind and name of roleRef',
  *check(context) {
    for (const entry of [...context.ofKind('RoleBinding'), ...context.ofKind('ClusterRoleBinding')]) {
      const { kind, name } = fields(entry.object.roleRef);
      if (typeof kind !== 'string' || typeof name !== 'string') continue;
      if (kind === 'ClusterRole' && (builtIn.has(name) || name.startsWith('system:'))) continue;
      if (!context.exists(kind, kind === 'Role' ? entry.namespace : '', name))
        yield { entry, field: 'roleRef.name', value: `${kind} ${name}` };
    }
  },
};
