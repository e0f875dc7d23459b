import { enforcedLevel, podSecurityFaults } from '../../domain/pod-security';
import type { Rule } from '../../rule';

export const securityBaseline: Rule = {
  id: 'security-baseline',
  title: 'a pod takes part of the node for itself',
  severity: 'error',
  why: 'who breaks into the container has the node, and with it the other tenants',
  mend: 'remove it; what truly needs it (a node agent) belongs in a namespace of its own with the privileged level on its labels',
  source: 'Kubernetes docs, pod security standards',
  *check(context) {
    for (const template of context.templates) {
      const privileged = enforcedLevel(context, template.namespace) === 'privileged';
      for (const { field, value, what, level } of podSecurityFaults(template)) {
        if (level === 'baseline')
          yield { entry: template.entry, field, value, what, severity: privileged ? 'info' : 'error' };
      }
    }
  },
};
