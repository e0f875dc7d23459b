import { policies, rulesOf } from '../../domain/network';
import type { Rule } from '../../rule';

export const networkDns: Rule = {
  id: 'network-dns',
  title: 'a pod may not ask for names over TCP',
  severity: 'error',
  why: 'answers that do not fit a UDP packet are asked again over TCP: some names fail, some of the time',
  mend: 'allow port 53 with both UDP and TCP to kube-dns',
  source: 'Kubernetes docs, network policies; RFC 7766',
  *check(context) {
    for (const policy of policies(context)) {
      const rules = rulesOf(policy, 'Egress');
      const open = (protocol: string): number =>
        rules.findIndex(
          ({ ports }) =>
            ports.length === 0 ||
            ports.some(
              (item) =>
                [53, 5353, 'dns', 'dns-tcp'].includes(item.port as never) && (item.protocol ?? 'TCP') === protocol,
            ),
        );
      const udp = open('UDP');
      const tcp = open('TCP');
      if (udp >= 0 && tcp < 0) yield { entry: policy, field: `${rules[udp]?.path}.ports`, value: 'UDP only' };
      else if (tcp >= 0 && udp < 0) yield { entry: policy, field: `${rules[tcp]?.path}.ports`, value: 'TCP only' };
    }
  },
};
