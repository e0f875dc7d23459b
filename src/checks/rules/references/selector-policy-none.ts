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
        if (context.labels.select(entry.namespace, selector).length > 0) continue;
        yield {
          entry,
          field: `spec.${field}`,
          value: selector,
          severity: foreignLabels(selector) ? 'info' : 'warning',
        };
      }
    }
  },
};
/** Labels of a domain, `acme.cert-manager.io/http01-solver`, are set by a controller on pods that it makes itself. */
function foreignLabels(selector: unknown): boolean {
  const keys = Object.keys(fields(fields(selector).matchLabels));
  return keys.length > 0 && keys.every((key) => key.includes('/') && !key.startsWith('app.kubernetes.io/'));
}
