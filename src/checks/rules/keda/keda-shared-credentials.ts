import { kedaTriggers } from '../../domain/keda';
import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const kedaSharedCredentials: Rule = {
  id: 'keda-shared-credentials',
  title: 'KEDA uses the credentials of the worker',
  severity: 'error',
  why: 'the scaler then has the rights to read and write messages, and the protocol of its address is the worker’s',
  mend: 'make a monitoring user for KEDA, with a Secret key of its own',
  source: 'KEDA source, rabbitmq_scaler',
  *check(context) {
    for (const { entry, trigger, path, type } of kedaTriggers(context)) {
      const template = context.template(entry);
      const { name, kind = 'TriggerAuthentication' } = fields(trigger.authenticationRef);
      const authentication =
        typeof name === 'string' && kind === 'TriggerAuthentication'
          ? context.find('TriggerAuthentication', entry.namespace, name)
          : undefined;
      if (type !== 'rabbitmq' || template === undefined || authentication === undefined) continue;
      const own = new Set(
        template.containers
          .flatMap((container) => list(container.fields.env))
          .map((item) => {
            const { name: secret, key } = fields(dig(item, 'valueFrom', 'secretKeyRef'));
            return `${secret}/${key}`;
          }),
      );
      for (const item of list(authentication.spec.secretTargetRef)) {
        const place = `${fields(item).name}/${fields(item).key}`;
        if (own.has(place)) yield { entry, field: `${path}.authenticationRef.name`, value: place };
      }
    }
  },
};
