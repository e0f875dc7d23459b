import type { CheckContext } from '../../context';
import {
  admits,
  admitsPort,
  type Direction,
  isolating,
  type PolicyRule,
  podsOf,
  policies,
  rulesOf,
} from '../../domain/network';
import { fields } from '../../fields';
import type { PodTemplate } from '../../pod-template';
import type { Rule } from '../../rule';

export const networkHalf: Rule = {
  id: 'network-half',
  title: 'a connection is allowed on one side only',
  severity: 'error',
  why: 'both the policy of the sender and the policy of the receiver must let it through: it is cut',
  mend: 'add the other half: egress at the sender, ingress at the receiver, with the port of the pod',
  source: 'Kubernetes docs, network policies',
  *check(context) {
    for (const policy of policies(context)) {
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
    }
  },
};
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
