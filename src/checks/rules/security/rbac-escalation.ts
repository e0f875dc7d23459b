import { roles } from '../../domain/rbac';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

const risky: Readonly<Record<string, string>> = {
  'nodes/proxy': 'it opens the kubelet API, command execution in every pod included; nodes/metrics is enough to scrape',
  'pods/exec': 'it gives a shell in every pod, with its credentials',
  'pods/attach': 'it gives the input of every pod',
  'serviceaccounts/token': 'it makes tokens of every account in the namespace',
};
const escalating: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate']);

export const rbacEscalation: Rule = {
  id: 'rbac-escalation',
  title: 'a role gives a way to further rights',
  severity: 'error',
  why: 'who holds it, or who breaks into its pod, gets more than the role says',
  mend: 'give the narrower right that is used',
  source: 'Kubernetes docs, RBAC good practices',
  *check(context) {
    for (const entry of roles(context)) {
      for (const [index, rule] of list(entry.object.rules).entries()) {
        const { resources, verbs } = fields(rule);
        for (const resource of list(resources)) {
          const what = risky[String(resource)];
          const narrow = entry.kind === 'Role' && resource !== 'nodes/proxy';
          if (what !== undefined)
            yield {
              entry,
              field: `rules[${index}].resources`,
              value: resource,
              what,
              severity: narrow ? 'warning' : 'error',
            };
        }
        for (const verb of list(verbs)) {
          if (escalating.has(String(verb)))
            yield {
              entry,
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
            entry,
            field: `rules[${index}].resources`,
            value: 'secrets',
            what: 'it reads every Secret of every namespace it is bound in',
            severity: 'warning',
          };
        }
      }
    }
  },
};
