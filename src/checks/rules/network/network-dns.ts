import { policies, rulesOf } from '../../domain/network';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

const dnsNamespaces: ReadonlySet<string> = new Set(['kube-system', 'openshift-dns']);

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
      for (const { peers, ports, path } of rules) {
        if (ports.length === 0 || !ports.every((item) => item.port === 53 || item.port === 5353)) continue;
        for (const [index, peer] of peers.entries()) {
          const name = dig(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name');
          if (typeof name === 'string' && !dnsNamespaces.has(name))
            yield {
              entry: policy,
              field: `${path}.to[${index}].namespaceSelector`,
              value: name,
              severity: 'warning',
              what: 'no name server is known in this namespace',
            };
        }
      }
    }
  },
};
