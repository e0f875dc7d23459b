import { type Direction, directionsOf, policies } from '../../domain/network';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const networkDefaultDeny: Rule = {
  id: 'network-default-deny',
  title: 'a namespace has no default-deny policy',
  severity: 'warning',
  why: 'what no policy selects talks to everything and is reached by everything',
  mend: 'one NetworkPolicy with an empty podSelector and both policyTypes, and the needed connections beside it',
  source: 'Kubernetes docs, network policies',
  *check(context) {
    const covered = new Map<string, Set<Direction>>();
    for (const policy of policies(context)) {
      if (Object.keys(fields(policy.spec.podSelector)).length > 0) continue;
      const present = covered.get(policy.namespace) ?? new Set();
      for (const direction of directionsOf(policy)) present.add(direction);
      covered.set(policy.namespace, present);
    }
    const seen = new Set<string>();
    for (const { namespace, entry } of context.templates) {
      if (seen.has(namespace)) continue;
      seen.add(namespace);
      const missing = (['Ingress', 'Egress'] as const).filter(
        (direction) => covered.get(namespace)?.has(direction) !== true,
      );
      if (missing.length > 0)
        yield {
          entry: context.find('Namespace', '', namespace) ?? entry,
          value: `${namespace}: ${missing.join(', ')}`,
        };
    }
  },
};
