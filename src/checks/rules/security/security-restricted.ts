import { enforcedLevel, podSecurityFaults } from '../../domain/pod-security';
import type { Rule } from '../../rule';

export const securityRestricted: Rule = {
  id: 'security-restricted',
  title: 'a pod does not fit the restricted pod security profile',
  severity: 'error',
  why: 'a namespace that enforces the profile refuses the pod (its Job is accepted and hangs); elsewhere a break-in reaches further',
  mend: 'set what is named; every init container needs it too',
  source: 'Kubernetes docs, pod security standards',
  *check(context) {
    for (const template of context.templates) {
      const enforced = enforcedLevel(context, template.namespace);
      for (const { field, value, what, level } of podSecurityFaults(template)) {
        if (level !== 'restricted') continue;
        const severity = enforced === 'restricted' ? 'error' : enforced === undefined ? 'warning' : 'info';
        yield { entry: template.entry, field, value, what, severity };
      }
    }
  },
};
