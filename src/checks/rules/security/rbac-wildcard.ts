import { isBuiltIn } from '../../domain/built-in';
import { roles } from '../../domain/rbac';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rbacWildcard: Rule = {
  id: 'rbac-wildcard',
  title: 'a role gives every verb or every resource',
  severity: 'error',
  why: 'who holds it can give itself any right and read every Secret',
  mend: 'list the groups, resources and verbs that are used',
  *check(context) {
    for (const entry of roles(context)) {
      for (const [index, rule] of list(entry.object.rules).entries()) {
        for (const part of ['apiGroups', 'resources', 'verbs']) {
          const { [part]: values } = fields(rule);
          const foreign =
            list(fields(rule).apiGroups).length > 0 &&
            list(fields(rule).apiGroups).every((group) => group !== '*' && !isBuiltIn(String(group)));
          const reading =
            part !== 'verbs' &&
            list(fields(rule).verbs).every((verb) => ['get', 'list', 'watch'].includes(String(verb)));
          if (!list(values).includes('*')) continue;
          yield {
            entry,
            field: `rules[${index}].${part}`,
            value: '*',
            severity: part === 'apiGroups' || foreign || (reading && !coversSecrets(rule)) ? 'warning' : 'error',
          };
        }
      }
    }
  },
};
function coversSecrets(rule: unknown): boolean {
  const { apiGroups, resources } = fields(rule);
  const core = list(apiGroups).some((group) => group === '' || group === '*');
  return core && list(resources).some((resource) => resource === '*' || resource === 'secrets');
}
