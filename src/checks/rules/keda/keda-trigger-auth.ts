import { parseUrl } from '../../domain/hosts';
import { rabbitmqTriggers } from '../../domain/keda';
import type { Rule } from '../../rule';

export const kedaTriggerAuth: Rule = {
  id: 'keda-trigger-auth',
  title: 'a RabbitMQ trigger has no credentials',
  severity: 'error',
  why: 'the broker refuses KEDA, and no Job is made',
  mend: 'name a TriggerAuthentication with username and password of a monitoring user in authenticationRef',
  source: 'KEDA docs, RabbitMQ trigger',
  *check(context) {
    for (const trigger of rabbitmqTriggers(context)) {
      const { entry, metadata, path } = trigger;
      if (trigger.trigger.authenticationRef !== undefined) continue;
      if (metadata.hostFromEnv !== undefined) {
        yield {
          entry,
          field: `${path}.metadata.hostFromEnv`,
          value: metadata.hostFromEnv,
          severity: 'warning',
          what: 'the trigger takes the address of the worker',
          mend: 'give KEDA a monitoring user of its own by a TriggerAuthentication',
        };
      } else if ((parseUrl(metadata.host ?? '')?.user ?? '') === '')
        yield { entry, field: `${path}.authenticationRef` };
    }
  },
};
