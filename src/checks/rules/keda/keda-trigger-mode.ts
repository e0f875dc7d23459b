import { rabbitmqTriggers } from '../../domain/keda';
import type { Rule } from '../../rule';

export const kedaTriggerMode: Rule = {
  id: 'keda-trigger-mode',
  title: 'a RabbitMQ trigger leaves mode or value out, or counts something other than messages',
  severity: 'error',
  why: 'without them KEDA silently takes one Job for 20 messages; rates are no numbers of Jobs',
  mend: "write mode: QueueLength and value: '1'",
  source: 'KEDA source, rabbitmq_scaler',
  *check(context) {
    for (const { entry, metadata, path } of rabbitmqTriggers(context)) {
      if (metadata.mode !== 'QueueLength') yield { entry, field: `${path}.metadata.mode`, value: metadata.mode };
      if (metadata.value !== '1')
        yield {
          entry,
          field: `${path}.metadata.value`,
          value: metadata.value,
          severity: metadata.value === undefined ? 'error' : 'warning',
        };
    }
  },
};
