import { operated } from '../../domain/named-texts';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const selectorPolicyNone: Rule = {
  id: 'selector-policy-none',
  title: 'a policy or budget selects no pod',
  severity: 'warning',
  why: 'it protects nothing, and nobody notices',
  mend: 'make the selector equal labels of the pod template it is for; a Job’s pods have the labels of its template',
  *check(context) {
    const kinds: [string, string][] = [
      ['networking.k8s.io/NetworkPolicy', 'podSelector'],
      ['policy/PodDisruptionBudget', 'selector'],
    ];
    for (const [kind, field] of kinds) {
      for (const entry of context.ofKind(kind)) {
        const selector = entry.spec[field];
        if (Object.keys(fields(selector)).length === 0 || operated(context, entry.namespace)) continue;
        if (context.labels.select(entry.namespace, selector).length === 0)
          yield { entry, field: `spec.${field}`, value: selector };
      }
    }
  },
};
