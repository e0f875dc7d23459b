import type { CheckContext } from '../context';
import type { Entry } from '../entry';
import { type Fields, fields, list } from '../fields';

/** Roles and ClusterRoles. */
export function roles(context: CheckContext): readonly Entry[] {
  return [
    ...context.ofKind('rbac.authorization.k8s.io/Role'),
    ...context.ofKind('rbac.authorization.k8s.io/ClusterRole'),
  ];
}

/** Who is bound, with the binding. */
export function* subjects(context: CheckContext): Iterable<{ entry: Entry; subject: Fields; path: string }> {
  for (const entry of [...context.ofKind('RoleBinding'), ...context.ofKind('ClusterRoleBinding')]) {
    for (const [index, subject] of list(entry.object.subjects).entries()) {
      yield { entry, subject: fields(subject), path: `subjects[${index}]` };
    }
  }
}
