import { parseUrl } from '../../domain/hosts';
import { rabbitmqTriggers } from '../../domain/keda';
import { fields, list } from '../../fields';
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
      const { name, kind = 'TriggerAuthentication' } = fields(trigger.trigger.authenticationRef);
      if (trigger.trigger.authenticationRef !== undefined) {
        const place = kind === 'TriggerAuthentication' ? entry.namespace : '';
        const authentication = context.find(String(kind), place, String(name));
        const parameters = list(authentication?.spec.secretTargetRef).map((item) => fields(item).parameter);
        const hidden =
          authentication === undefined ||
          authentication.spec.secretTargetRef === undefined ||
          parameters.includes('host');
        if (metadata.host === undefined && metadata.hostFromEnv === undefined && !hidden) {
          yield {
            entry,
            field: `${path}.metadata.host`,
            what: 'a RabbitMQ trigger has no host',
            mend: 'write host: http://service.namespace.svc.cluster.local:15672',
          };
        }
        continue;
      }
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
