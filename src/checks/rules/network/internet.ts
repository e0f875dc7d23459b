import { fields, list, text } from '../../../manifests/fields';
import { policies } from '../../../manifests/model';
import { holdsNetwork, rulesOf } from '../../../manifests/network';
import { each } from '../../builders';
import type { Rule } from '../../rule';

/** Networks that no host of the internet is in, by the block that holds every address (RFC 1918, RFC 4193). */
const privateIn: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  '::/0': ['fc00::/7'],
};

export const internetRules: readonly Rule[] = [
  {
    id: 'network-internet-private',
    title: 'a policy lets pods out to the internet, and to every private network with it',
    severity: 'warning',
    why: 'whoever takes over such a pod reaches the databases and machines of the company as well',
    mend: 'leave the private networks out by `except` (connectToAddresses takes `internet`), or name the networks that are meant',
    source: 'Kubernetes docs, network policies, ipBlock',
    check: each(policies, function* (policy) {
      for (const { peers, path } of rulesOf(policy, 'Egress')) {
        for (const [index, peer] of peers.entries()) {
          const { cidr, except } = fields(peer.ipBlock);
          const inside = privateIn[text(cidr) ?? ''] ?? [];
          const open = inside.filter((network) => !list(except).some((outer) => holdsNetwork(text(outer), network)));
          if (open.length > 0) {
            yield {
              entry: policy,
              field: `${path}.to[${index}].ipBlock`,
              value: `${cidr} with ${open.join(', ')}`,
            };
          }
        }
      }
    }),
  },
];
