import { kedaTriggers } from '../../domain/keda';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const refTriggerAuthentication: Rule = {
  id: 'ref-trigger-authentication',
  title: 'a trigger names a TriggerAuthentication that is not there',
  severity: 'error',
  why: 'KEDA only logs it; the trigger has no credentials and no Job is ever made',
  mend: 'add the TriggerAuthentication in the namespace of the scaler, or correct name and kind',
  source: 'KEDA source, ScaledJob controller',
  *check(context) {
    for (const { entry, trigger, path } of kedaTriggers(context)) {
      const { name, kind = 'TriggerAuthentication' } = fields(trigger.authenticationRef);
      if (typeof name !== 'string' || typeof kind !== 'string') continue;
      const namespace = kind === 'ClusterTriggerAuthentication' ? '' : entry.namespace;
      if (!context.exists(kind, namespace, name))
        yield { entry, field: `${path}.authenticationRef.name`, value: `${kind} ${name}` };
    }
  },
};
