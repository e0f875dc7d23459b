import { fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const refServiceAccount: Rule = {
  id: 'ref-service-account',
  title: 'a ServiceAccount is named that nobody makes',
  severity: 'error',
  why: 'the API server refuses every pod, or the rights reach nobody',
  mend: 'add the ServiceAccount in that namespace, or correct the name',
  *check(context) {
    for (const { entry, namespace, spec, specPath } of context.templates) {
      const name = text(spec.serviceAccountName) ?? text(spec.serviceAccount);
      if (name === undefined || name === 'default' || context.exists('ServiceAccount', namespace, name)) continue;
      yield { entry, field: `${specPath}.serviceAccountName`, value: `${namespace}/${name}` };
    }
    const declared = new Set(context.entries.map((entry) => entry.namespace));
    for (const entry of [...context.ofKind('RoleBinding'), ...context.ofKind('ClusterRoleBinding')]) {
      for (const [index, subject] of list(entry.object.subjects).entries()) {
        const { kind, name, namespace = entry.namespace } = fields(subject);
        if (
          kind !== 'ServiceAccount' ||
          typeof name !== 'string' ||
          typeof namespace !== 'string' ||
          name === 'default'
        )
          continue;
        // A namespace without any object here belongs to somebody else: an operator, the platform.
        if (!declared.has(namespace) || context.exists('ServiceAccount', namespace, name)) continue;
        yield { entry, field: `subjects[${index}].name`, value: `${namespace}/${name}` };
      }
    }
  },
};
