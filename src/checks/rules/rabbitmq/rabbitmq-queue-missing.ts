import type { CheckContext } from '../../context';
import { parseUrl } from '../../domain/hosts';
import { brokerNamespace, type KedaTrigger, rabbitmqTriggers } from '../../domain/keda';
import { brokersIn, queuesIn } from '../../domain/rabbitmq';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqQueueMissing: Rule = {
  id: 'rabbitmq-queue-missing',
  title: 'a trigger asks for a queue that nobody declares',
  severity: 'error',
  why: 'messages published before the first consumer comes are dropped without a word, and KEDA’s question fails: no Job is made',
  mend: 'declare the queue in the broker’s definitions',
  source: 'KEDA source, rabbitmq_scaler; RabbitMQ docs, definitions',
  *check(context) {
    for (const trigger of rabbitmqTriggers(context)) {
      const namespace = brokerNamespace(trigger);
      const { queueName, vhostName } = trigger.metadata;
      const queues = queuesIn(context, namespace);
      if (queueName === undefined)
        yield { entry: trigger.entry, field: `${trigger.path}.metadata.queueName`, what: 'a trigger names no queue' };
      if (queueName === undefined || (queues.length === 0 && brokersIn(context, namespace).length === 0)) continue;
      const vhost = vhostName ?? vhostOf(trigger.metadata.host) ?? hiddenVhost(context, trigger);
      if (queues.some((queue) => queue.name === queueName && (vhost === undefined || queue.vhost === vhost))) continue;
      yield {
        entry: trigger.entry,
        field: `${trigger.path}.metadata.queueName`,
        value: `${queueName}${vhost === undefined ? '' : ` in vhost ${vhost}`}`,
      };
    }
  },
};
/** Without a name in trigger and address it is `/`, unless a Secret may give one. */
function hiddenVhost(context: CheckContext, trigger: KedaTrigger): string | undefined {
  const { name } = fields(trigger.trigger.authenticationRef);
  const authentication = context.find('TriggerAuthentication', trigger.entry.namespace, String(name));
  const parameters = list(authentication?.spec.secretTargetRef).map((item) => fields(item).parameter);
  return authentication === undefined || trigger.metadata.host === undefined || parameters.includes('vhostName')
    ? undefined
    : '/';
}

function vhostOf(host: string | undefined): string | undefined {
  const path = parseUrl(host ?? '')?.path.replace(/^\//, '');
  if (path === undefined || path === '') return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
