import { dig, type Fields, fields, list } from '../../../manifests/fields';
import {
  attemptSeconds,
  brokerNamespace,
  brokersIn,
  defaultConsumerTimeout,
  definitionsOf,
  type KedaTrigger,
  matches,
  parseUrl,
  queuesIn,
  rabbitmqTriggers,
  servedQueues,
} from '../../../manifests/model';
import { each } from '../../builders';
import type { CheckContext } from '../../context';
import type { Rule } from '../../rule';

export const queueRules: readonly Rule[] = [
  {
    id: 'rabbitmq-binding',
    title: 'a binding names an exchange or queue that the definitions do not hold',
    severity: 'error',
    why: 'in 4.x any error in the definitions stops the boot; an older broker boots on without the binding, and messages are dropped',
    mend: 'declare both sides of the binding in the same vhost',
    source: 'RabbitMQ source, definitions import',
    check: each(definitionsOf, function* ({ path, content }) {
      const names = (part: string): Set<string> =>
        new Set(list(content[part]).map((item) => `${fields(item).vhost} ${fields(item).name}`));
      const queues = names('queues');
      const exchanges = names('exchanges');
      const known = (vhost: unknown, name: unknown): boolean =>
        String(name).startsWith('amq.') || exchanges.has(`${vhost} ${name}`);
      for (const item of list(content.bindings)) {
        const { source, destination, destination_type: type, vhost } = fields(item);
        if (!known(vhost, source)) yield { field: path, value: `exchange ${source}` };
        const reached = type === 'exchange' ? known(vhost, destination) : queues.has(`${vhost} ${destination}`);
        if (!reached) yield { field: path, value: `${type ?? 'queue'} ${destination}` };
      }
    }),
  },
  {
    id: 'rabbitmq-consumer-timeout',
    title: 'the broker takes a message back before the worker may be done',
    severity: 'error',
    why: 'the message is given to a second worker while the first still works on it: the work is done twice, or for ever',
    mend: 'write consumer-timeout (milliseconds) in the policy of the queue, above activeDeadlineSeconds of the pod with a margin',
    source: 'RabbitMQ docs, consumers: 30 minutes unless set',
    check: each(servedQueues, function* ({ queue, trigger, timeout }) {
      const deadline = attemptSeconds(trigger.entry.spec);
      const limit = timeout ?? defaultConsumerTimeout;
      const field = 'spec.jobTargetRef.template.spec.activeDeadlineSeconds';
      if (deadline === undefined) {
        yield {
          entry: trigger.entry,
          field,
          severity: 'warning',
          what: `the worker of ${queue.name} has no deadline, the broker takes its message back after ${limit / 1000} s`,
          mend: 'set activeDeadlineSeconds on the pod template, below consumer-timeout',
        };
      } else if (deadline * 1000 >= limit)
        yield { entry: trigger.entry, field, value: `${deadline} s against ${limit / 1000} s of ${queue.name}` };
    }),
  },
  {
    id: 'rabbitmq-dead-letter-route',
    title: 'dead letters of a queue reach no queue',
    severity: 'error',
    why: 'the exchange drops what it cannot route: the messages are lost all the same',
    mend: 'declare the exchange, a queue for dead letters, and a binding with the routing key',
    source: 'RabbitMQ docs, dead letter exchanges',
    check: each(servedQueues, function* ({ queue, deadLetter, routingKey }) {
      if (deadLetter === undefined) return;
      const { entry, path, content } = queue.definitions;
      const same = (item: unknown): boolean => (fields(item).vhost ?? '/') === queue.vhost;
      const names = list(content.queues)
        .filter(same)
        .map((item) => fields(item).name);
      const exchange = list(content.exchanges)
        .map(fields)
        .find((item) => same(item) && item.name === deadLetter);
      const key = routingKey ?? queue.name;
      const direct = exchange?.type === 'direct' || deadLetter === 'amq.direct';
      const bound = list(content.bindings)
        .map(fields)
        .some((item) => same(item) && item.source === deadLetter && (!direct || item.routing_key === key));
      const declared = deadLetter.startsWith('amq.') || exchange !== undefined;
      const reached = deadLetter === '' ? names.includes(key) : declared && bound;
      if (!reached) yield { entry, field: path, value: `${queue.name} to exchange "${deadLetter}"` };
    }),
  },
  {
    id: 'rabbitmq-delivery-limit',
    title: 'a work queue has no delivery limit, or no place for dead letters',
    severity: 'error',
    why: 'without a place for dead letters a message that fails too often is dropped; with a low limit an outage of minutes does that to all of them',
    mend: 'write a policy with delivery-limit (20 or more, with backoffLimit 6) and dead-letter-exchange',
    source: 'RabbitMQ docs, quorum queues',
    check: each(servedQueues, function* ({ queue, deadLetter, limit, trigger }) {
      const { entry, path } = queue.definitions;
      if (deadLetter === undefined)
        yield { entry, field: path, value: queue.name, what: 'a work queue has no dead-letter-exchange' };
      if (limit === undefined)
        yield {
          entry,
          field: path,
          value: queue.name,
          what: 'a work queue has no delivery-limit',
          severity: 'warning',
        };
      const backoff = dig(trigger.entry.spec, 'jobTargetRef', 'backoffLimit');
      if (typeof limit === 'number' && limit >= 0 && limit < 20 && typeof backoff === 'number' && limit < 3 * backoff) {
        yield {
          entry,
          field: path,
          value: `${queue.name}: ${limit} deliveries for ${backoff} retries`,
          what: 'the delivery limit is low beside the attempts of the Job',
          severity: 'warning',
        };
      }
    }),
  },
  {
    id: 'rabbitmq-queue-arguments',
    title: 'a limit is written as an argument of the queue',
    severity: 'warning',
    why: 'arguments never change once the queue exists: a new value is ignored by the import, or every consumer fails with PRECONDITION_FAILED',
    mend: 'write it as a policy',
    source: 'RabbitMQ docs, policies',
    check: each(definitionsOf, function* ({ path, content }) {
      for (const item of list(content.queues)) {
        for (const key of Object.keys(fields(fields(item).arguments))) {
          const policy = byPolicy[key];
          if (policy !== undefined)
            yield {
              field: path,
              value: `${fields(item).name} ${key}`,
              mend: `write ${policy} in a policy that matches the queue`,
            };
        }
      }
    }),
  },
  {
    id: 'rabbitmq-queue-durable',
    title: 'a work queue is lost with its broker',
    severity: 'error',
    why: 'a restart loses the messages; RabbitMQ 4.3 refuses transient queues that several may use',
    mend: 'write durable: true, auto_delete: false and x-queue-type: quorum',
    source: 'RabbitMQ docs, queues; release notes 4.3',
    check: each(definitionsOf, function* ({ path, content }) {
      for (const item of list(content.queues)) {
        const { name, durable, auto_delete: autoDelete } = fields(item);
        if (durable !== true || autoDelete === true) yield { field: path, value: name };
        else if (
          !['quorum', 'stream'].includes(String(dig(item, 'arguments', 'x-queue-type'))) &&
          !quorumByDefault(content, fields(item).vhost)
        ) {
          yield {
            field: path,
            value: name,
            severity: 'warning',
            what: 'a work queue is a classic one',
            mend: 'write x-queue-type: quorum; classic queues are not replicated',
          };
        }
      }
    }),
  },
  {
    id: 'rabbitmq-queue-missing',
    title: 'a trigger asks for a queue that nobody declares',
    severity: 'error',
    why: 'messages published before the first consumer comes are dropped without a word, and KEDA’s question fails: no Job is made',
    mend: 'declare the queue in the broker’s definitions',
    source: 'KEDA source, rabbitmq_scaler; RabbitMQ docs, definitions',
    check: each(rabbitmqTriggers, function* (trigger, context) {
      const namespace = brokerNamespace(trigger);
      const { queueName, vhostName } = trigger.metadata;
      const queues = queuesIn(context, namespace);
      if (queueName === undefined)
        yield { field: `${trigger.path}.metadata.queueName`, what: 'a trigger names no queue' };
      if (queueName === undefined || (queues.length === 0 && brokersIn(context, namespace).length === 0)) return;
      const vhost = vhostName ?? vhostOf(trigger.metadata.host) ?? hiddenVhost(context, trigger);
      if (queues.some((queue) => queue.name === queueName && (vhost === undefined || queue.vhost === vhost))) return;
      yield {
        field: `${trigger.path}.metadata.queueName`,
        value: `${queueName}${vhost === undefined ? '' : ` in vhost ${vhost}`}`,
      };
    }),
  },
  {
    id: 'rabbitmq-queue-unreadable',
    title: 'no user may read a work queue',
    severity: 'error',
    why: 'every worker is refused: Jobs are started, fail, and are started again',
    mend: 'give the user of the worker a permission whose read pattern matches the queue',
    source: 'RabbitMQ docs, access control',
    check: each(servedQueues, function* ({ queue }) {
      const { entry, path, content } = queue.definitions;
      if (content.permissions === undefined) return;
      const readers = list(content.permissions)
        .map(fields)
        .filter(
          (item) =>
            (item.vhost ?? '/') === queue.vhost && matches(String(item.read ?? ''), queue.name) && item.read !== '',
        );
      if (readers.length === 0) yield { entry, field: path, value: queue.name };
    }),
  },
];

const byPolicy: Readonly<Record<string, string>> = {
  'x-delivery-limit': 'delivery-limit',
  'x-dead-letter-exchange': 'dead-letter-exchange',
  'x-dead-letter-routing-key': 'dead-letter-routing-key',
  'x-message-ttl': 'message-ttl',
  'x-max-length': 'max-length',
  'x-max-length-bytes': 'max-length-bytes',
  'x-overflow': 'overflow',
  'x-consumer-timeout': 'consumer-timeout',
};

function quorumByDefault(content: Fields, vhost: unknown): boolean {
  const own = list(content.vhosts)
    .map(fields)
    .find((item) => item.name === vhost);
  // Beside the name, where one would expect it, the server ignores it without a word.
  return dig(own, 'metadata', 'default_queue_type') === 'quorum';
}

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
