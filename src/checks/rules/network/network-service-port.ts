import { podsOf, policies, rulesOf } from '../../domain/network';
import { declaredPorts, declares } from '../../domain/ports';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const networkServicePort: Rule = {
  id: 'network-service-port',
  title: 'a policy names the port of the Service instead of the pod',
  severity: 'error',
  why: 'policies see the packet after the Service has changed its port: the connection is cut',
  mend: 'name the containerPort',
  source: 'Kubernetes docs, network policies',
  *check(context) {
    for (const policy of policies(context)) {
      for (const direction of ['Ingress', 'Egress'] as const) {
        for (const rule of rulesOf(policy, direction)) {
          const own = context.labels.select(policy.namespace, policy.spec.podSelector);
          const receivers = direction === 'Ingress' ? own : rule.peers.flatMap((peer) => podsOf(context, rule, peer));
          for (const [index, item] of rule.ports.entries()) {
            if (
              typeof item.port !== 'number' ||
              receivers.length === 0 ||
              receivers.some((receiver) => declares(receiver, item.port, String(item.protocol ?? 'TCP')))
            )
              continue;
            const service = receivers
              .flatMap((receiver) => context.servicesOf(receiver))
              .find((entry) => list(entry.spec.ports).some((port) => fields(port).port === item.port));
            const declared = receivers.every((receiver) => declaredPorts(receiver).length > 0);
            if (service === undefined && declared) {
              yield {
                entry: policy,
                field: `${rule.path}.ports[${index}].port`,
                value: item.port,
                severity: 'warning',
                what: 'no pod behind the policy has this port',
              };
            } else if (service !== undefined)
              yield {
                entry: policy,
                field: `${rule.path}.ports[${index}].port`,
                value: item.port,
                what: `${item.port} is the port of ${service.key}, its pods have another`,
              };
          }
        }
      }
    }
  },
};
