import { dig, fields, list } from '../../../manifests/fields';
import { roles, subjects } from '../../../manifests/model';
import { each } from '../../builders';
import type { Rule } from '../../rule';

export const accessRules: readonly Rule[] = [
  {
    id: 'rbac-cluster-admin',
    title: 'an account is given all rights',
    severity: 'warning',
    why: 'who breaks into its pod has the cluster',
    mend: 'write a role with what is used; prefer a Role in one namespace',
    check: each(subjects, function* ({ entry, subject, path }) {
      if (subject.kind !== 'ServiceAccount' || dig(entry.object, 'roleRef', 'name') !== 'cluster-admin') return;
      yield { field: path, value: subject.name };
    }),
  },
  {
    id: 'rbac-default-account',
    title: 'rights are given to the default account of a namespace',
    severity: 'error',
    why: 'every pod there that names no account of its own gets them',
    mend: 'make a ServiceAccount for the one workload that needs them and bind that',
    check: each(subjects, function* ({ entry, subject, path }) {
      if (subject.kind === 'ServiceAccount' && subject.name === 'default')
        yield { field: `${path}.name`, value: `${subject.namespace ?? entry.namespace}/default` };
      if (
        subject.kind === 'Group' &&
        ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'].includes(String(subject.name))
      ) {
        yield { field: `${path}.name`, value: subject.name, what: 'rights are given to everybody' };
      }
    }),
  },
  {
    id: 'rbac-escalation',
    title: 'a role gives a way to further rights',
    severity: 'error',
    why: 'who holds it, or who breaks into its pod, gets more than the role says',
    mend: 'give the narrower right that is used',
    source: 'Kubernetes docs, RBAC good practices',
    check: each(roles, function* (entry) {
      for (const [index, rule] of list(entry.object.rules).entries()) {
        const { resources, verbs } = fields(rule);
        for (const resource of list(resources)) {
          const what = risky[String(resource)];
          const narrow = entry.kind === 'Role' && resource !== 'nodes/proxy';
          if (what !== undefined)
            yield {
              field: `rules[${index}].resources`,
              value: resource,
              what,
              severity: narrow ? 'warning' : 'error',
            };
        }
        for (const verb of list(verbs)) {
          if (escalating.has(String(verb)))
            yield {
              field: `rules[${index}].verbs`,
              value: verb,
              what: `the verb ${verb} lifts the limits of RBAC`,
            };
        }
        const reads = list(verbs).some((verb) => ['get', 'list', 'watch'].includes(String(verb)));
        if (
          list(resources).includes('secrets') &&
          reads &&
          entry.kind === 'ClusterRole' &&
          list(fields(rule).resourceNames).length === 0
        ) {
          yield {
            field: `rules[${index}].resources`,
            value: 'secrets',
            what: 'it reads every Secret of every namespace it is bound in',
            severity: 'warning',
          };
        }
      }
    }),
  },
  {
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
  },
  {
    id: 'rbac-wildcard',
    title: 'a role gives every verb or every resource',
    severity: 'error',
    why: 'who holds it can give itself any right and read every Secret',
    mend: 'list the groups, resources and verbs that are used',
    check: each(roles, function* (entry, context) {
      for (const [index, rule] of list(entry.object.rules).entries()) {
        for (const part of ['apiGroups', 'resources', 'verbs']) {
          const { [part]: values } = fields(rule);
          const foreign =
            list(fields(rule).apiGroups).length > 0 &&
            list(fields(rule).apiGroups).every(
              (group) => group !== '*' && !context.kinds.isServedByKubernetes(String(group)),
            );
          const reading =
            part !== 'verbs' &&
            list(fields(rule).verbs).every((verb) => ['get', 'list', 'watch'].includes(String(verb)));
          if (!list(values).includes('*')) continue;
          yield {
            field: `rules[${index}].${part}`,
            value: '*',
            severity: part === 'apiGroups' || foreign || (reading && !coversSecrets(rule)) ? 'warning' : 'error',
          };
        }
      }
    }),
  },
];

const risky: Readonly<Record<string, string>> = {
  'nodes/proxy': 'it opens the kubelet API, command execution in every pod included; nodes/metrics is enough to scrape',
  'pods/exec': 'it gives a shell in every pod, with its credentials',
  'pods/attach': 'it gives the input of every pod',
  'serviceaccounts/token': 'it makes tokens of every account in the namespace',
};
const escalating: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate']);

function coversSecrets(rule: unknown): boolean {
  const { apiGroups, resources } = fields(rule);
  const core = list(apiGroups).some((group) => group === '' || group === '*');
  return core && list(resources).some((resource) => resource === '*' || resource === 'secrets');
}
