import { text } from '../../fields';
import type { Rule } from '../../rule';

export const serviceAccountToken: Rule = {
  id: 'service-account-token',
  title: 'a pod gets a token of the API server that it may not need',
  severity: 'warning',
  why: 'who breaks into the pod can talk to the API server with it',
  mend: 'set automountServiceAccountToken: false on the pod; if it does use the API, give it an account of its own and set true',
  *check(context) {
    for (const { entry, namespace, spec, specPath } of context.templates) {
      const account = text(spec.serviceAccountName) ?? 'default';
      const told =
        spec.automountServiceAccountToken ??
        context.find('ServiceAccount', namespace, account)?.object.automountServiceAccountToken;
      if (told === undefined)
        yield {
          entry,
          field: `${specPath}.automountServiceAccountToken`,
          severity: account === 'default' ? 'warning' : 'info',
        };
    }
  },
};
