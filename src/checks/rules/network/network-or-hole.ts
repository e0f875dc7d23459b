import { policies, rulesOf } from '../../domain/network';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const networkOrHole: Rule = {
  id: 'network-or-hole',
  title: 'two items of a policy mean "or" where "and" was meant',
  severity: 'warning',
  why: 'podSelector and namespaceSelector in two items let in the whole other namespace',
  mend: 'write both selectors in one item',
  source: 'Kubernetes API, NetworkPolicyPeer',
  *check(context) {
    for (const policy of policies(context)) {
      for (const direction of ['Ingress', 'Egress'] as const) {
        for (const { peers, path } of rulesOf(policy, direction)) {
          const pods = peers.findIndex(
            (peer) => peer.namespaceSelector === undefined && Object.keys(fields(peer.podSelector)).length > 0,
          );
          const spaces = peers.findIndex(
            (peer) => peer.podSelector === undefined && peer.namespaceSelector !== undefined,
          );
          if (pods >= 0 && spaces >= 0)
            yield {
              entry: policy,
              field: `${path}.${direction === 'Ingress' ? 'from' : 'to'}[${spaces}]`,
              value: peers[spaces],
            };
        }
      }
    }
  },
};
