import { protocolOf, rabbitmqTriggers, strategyOf } from '../../domain/keda';
import type { Entry } from '../../entry';
import { dig, list } from '../../fields';
import type { Rule } from '../../rule';

export const kedaPair: Rule = {
  id: 'keda-pair',
  title: 'strategy and protocol of the trigger do not belong together',
  severity: 'error',
  why: 'either waiting messages are cancelled out by running Jobs and starve, or many times too many Jobs are made',
  mend: 'use protocol http (management API, port 15672) with the default strategy, left out',
  source: 'KEDA source, scale_jobs and rabbitmq_scaler; own simulation of the loop',
  *check(context) {
    for (const trigger of rabbitmqTriggers(context)) {
      const { entry, metadata, path } = trigger;
      const protocol = protocolOf(trigger);
      const strategy = strategyOf(entry);
      const { protocol: given = 'auto' } = metadata;
      if (!['http', 'amqp', 'auto'].includes(given))
        yield { entry, field: `${path}.metadata.protocol`, value: given, what: 'KEDA does not know this protocol' };
      const readyOnly = protocol === 'amqp' || metadata.excludeUnacknowledged === 'true';
      const field = strategy === 'default' ? `${path}.metadata.protocol` : 'spec.scalingStrategy.strategy';
      const value = `${strategy} with ${protocol ?? 'an unknown protocol'}${protocol === 'http' && readyOnly ? ' without unacknowledged messages' : ''}`;
      if (protocol === undefined)
        yield {
          entry,
          field,
          value,
          what: 'the protocol cannot be seen: it depends on a Secret',
          severity: 'warning',
          mend: 'write protocol: http',
        };
      else if (strategy === 'default' ? readyOnly : strategy === 'custom' || !readyOnly) yield { entry, field, value };
      else if (strategy !== 'default' && !ready(entry)) {
        yield {
          entry,
          field,
          value,
          what: 'the pair is exact only if a pod takes its message as soon as it runs',
          severity: 'warning',
        };
      }
    }
  },
};
/** With this condition a Job counts as pending until it has taken its message. */
function ready(entry: Entry): boolean {
  return list(dig(entry.spec, 'scalingStrategy', 'pendingPodConditions')).includes('Ready');
}
