import { type Fields, fields, list, text } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';

/** Roles and ClusterRoles. */
export function roles(context: ManifestModel): readonly Entry[] {
  return [
    ...context.ofKind('rbac.authorization.k8s.io/Role'),
    ...context.ofKind('rbac.authorization.k8s.io/ClusterRole'),
  ];
}

/** Who is bound, with the binding. */
export function* subjects(context: ManifestModel): Iterable<{ entry: Entry; subject: Fields; path: string }> {
  for (const entry of [...context.ofKind('RoleBinding'), ...context.ofKind('ClusterRoleBinding')]) {
    for (const [index, subject] of list(entry.object.subjects).entries()) {
      yield { entry, subject: fields(subject), path: `subjects[${index}]` };
    }
  }
}

/** The rules that an account is given by bindings of the set; undefined if none binds it, or a bound role is not in the set. */
export function rightsOf(context: ManifestModel, namespace: string, account: string): readonly Fields[] | undefined {
  const bound = context.memo('bound-roles', () => {
    const found = new Map<string, (Entry | undefined)[]>();
    for (const { entry, subject } of subjects(context)) {
      if (subject.kind !== 'ServiceAccount') continue;
      const { kind, name } = fields(entry.object.roleRef);
      const role = context.find(text(kind) ?? '', kind === 'Role' ? entry.namespace : '', text(name) ?? '');
      const key = `${subject.namespace ?? entry.namespace}/${subject.name}`;
      found.set(key, [...(found.get(key) ?? []), role]);
    }
    return found;
  });
  const roles = bound.get(`${namespace}/${account}`);
  if (roles === undefined || roles.includes(undefined)) return undefined;
  return roles.flatMap((role) => list(role?.object.rules).map(fields));
}
