import { isolating } from '../../domain/network';
import type { Rule } from '../../rule';

export const networkNoDns: Rule = {
  id: 'network-no-dns',
  title: 'a pod may connect to others and not ask for their names',
  severity: 'error',
  why: 'no name resolves: every connection by name fails',
  mend: 'allow egress on port 53, UDP and TCP, to kube-dns',
  source: 'Kubernetes docs, network policies',
  *check(context) {
    for (const template of context.templates) {
      const sets = isolating(context, template, 'Egress');
      const rules = sets.flat();
      if (!rules.some(({ peers }) => peers.length === 0 || peers.some((peer) => peer.ipBlock === undefined))) continue;
      const open = rules.some(
        ({ ports }) =>
          ports.length === 0 ||
          ports.some((item) => item.port === undefined || [53, 5353, 'dns', 'dns-tcp'].includes(item.port as never)),
      );
      if (!open) yield { entry: template.entry, field: `${template.specPath}` };
    }
  },
};
