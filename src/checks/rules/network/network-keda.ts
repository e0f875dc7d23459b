import { parseUrl } from '../../domain/hosts';
import { brokerNamespace, protocolOf, rabbitmqTriggers } from '../../domain/keda';
import { admitsPort, isolating, type PolicyRule } from '../../domain/network';
import { brokersIn } from '../../domain/rabbitmq';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const networkKeda: Rule = {
  id: 'network-keda',
  title: 'KEDA may not reach the broker',
  severity: 'error',
  why: 'the trigger fails, no Job is made, and it looks like a fault of the broker',
  mend: 'allow ingress to the broker from the namespace of KEDA, pods app: keda-operator, on the port of the trigger',
  source: 'KEDA charts',
  *check(context) {
    for (const trigger of rabbitmqTriggers(context)) {
      const namespace = brokerNamespace(trigger);
      const url = parseUrl(trigger.metadata.host ?? '');
      const port = Number(url?.port || (protocolOf(trigger) === 'http' ? 15672 : 5672));
      for (const { template } of brokersIn(context, namespace)) {
        const sets = isolating(context, template, 'Ingress');
        const open = sets.some((rules) => rules.some((rule) => fromKeda(rule) && admitsPort(rule, template, { port })));
        if (sets.length > 0 && !open)
          yield {
            entry: trigger.entry,
            field: `${trigger.path}.metadata.host`,
            value: `${template.entry.key} port ${port}`,
          };
      }
    }
  },
};
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
