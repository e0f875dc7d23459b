import { fields, list } from '../../../manifests/fields';
import {
  admits,
  admitsPort,
  brokerNamespace,
  brokersIn,
  declaredPorts,
  declares,
  isolating,
  type PodTemplate,
  parseUrl,
  podsOf,
  policies,
  protocolOf,
  rabbitmqTriggers,
} from '../../../manifests/model';
import { type Direction, type PolicyRule, rulesOf } from '../../../manifests/network';
import { each } from '../../builders';
import type { CheckContext } from '../../context';
import type { Rule } from '../../rule';

export const connectionRules: readonly Rule[] = [
  {
    id: 'network-half',
    title: 'a connection is allowed on one side only',
    severity: 'error',
    why: 'both the policy of the sender and the policy of the receiver must let it through: it is cut',
    mend: 'add the other half: egress at the sender, ingress at the receiver, with the port of the pod',
    source: 'Kubernetes docs, network policies',
    check: each(policies, function* (policy, context) {
      const own = context.labels.select(policy.namespace, policy.spec.podSelector);
      for (const direction of ['Egress', 'Ingress'] as const) {
        const opposite = direction === 'Egress' ? 'Ingress' : 'Egress';
        for (const rule of rulesOf(policy, direction)) {
          for (const [index, peer] of rule.peers.entries()) {
            if (
              Object.keys(fields(policy.spec.podSelector)).length === 0 ||
              Object.keys(fields(peer.podSelector)).length === 0
            )
              continue;
            const blocked = firstBlocked(context, rule, own, podsOf(context, rule, peer), opposite);
            if (blocked === undefined) continue;
            const side = direction === 'Egress' ? 'to' : 'from';
            yield {
              entry: policy,
              field: `${rule.path}.${side}[${index}]`,
              value: blocked.port,
              what: `${blocked.other.entry.key} does not allow it ${opposite === 'Ingress' ? 'in' : 'out'}`,
            };
          }
        }
      }
    }),
  },
  {
    id: 'network-keda',
    title: 'KEDA may not reach the broker',
    severity: 'error',
    why: 'the trigger fails, no Job is made, and it looks like a fault of the broker',
    mend: 'allow ingress to the broker from the namespace of KEDA, pods app: keda-operator, on the port of the trigger',
    source: 'KEDA charts',
    check: each(rabbitmqTriggers, function* (trigger, context) {
      const namespace = brokerNamespace(trigger);
      const url = parseUrl(trigger.metadata.host ?? '');
      const port = Number(url?.port || (protocolOf(trigger) === 'http' ? 15672 : 5672));
      for (const { template } of brokersIn(context, namespace)) {
        const sets = isolating(context, template, 'Ingress');
        const open = sets.some((rules) => rules.some((rule) => fromKeda(rule) && admitsPort(rule, template, { port })));
        if (sets.length > 0 && !open)
          yield {
            field: `${trigger.path}.metadata.host`,
            value: `${template.entry.key} port ${port}`,
          };
      }
    }),
  },
  {
    id: 'network-service-port',
    title: 'a policy names the port of the Service instead of the pod',
    severity: 'error',
    why: 'policies see the packet after the Service has changed its port: the connection is cut',
    mend: 'name the containerPort',
    source: 'Kubernetes docs, network policies',
    check: each(policies, function* (policy, context) {
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
    }),
  },
];

/** The first pair whose other side is isolated and has no rule for it. */
function firstBlocked(
  context: CheckContext,
  rule: PolicyRule,
  own: readonly PodTemplate[],
  others: readonly PodTemplate[],
  opposite: Direction,
): { other: PodTemplate; port: unknown } | undefined {
  const ports = rule.ports.length === 0 ? [undefined] : rule.ports;
  for (const self of own) {
    for (const other of others) {
      const sets = isolating(context, other, opposite);
      if (sets.length === 0 || other === self) continue;
      const receiver = opposite === 'Ingress' ? other : self;
      for (const port of ports) {
        const open = sets.some((rules) =>
          rules.some(
            (item) =>
              admits(context, item, self) &&
              (port === undefined || port.port === undefined || admitsPort(item, receiver, port)),
          ),
        );
        if (!open) return { other, port: port?.port };
      }
    }
  }
  return undefined;
}

function fromKeda(rule: PolicyRule): boolean {
  return (
    rule.peers.length === 0 ||
    rule.peers.some((peer) => {
      if (peer.ipBlock !== undefined) return true;
      const labels = JSON.stringify(peer.namespaceSelector ?? null);
      return (
        peer.namespaceSelector !== undefined &&
        (labels.includes('keda') || Object.keys(fields(peer.namespaceSelector)).length === 0)
      );
    })
  );
}
