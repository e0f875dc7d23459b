import { text } from '../../fields';
import type { Rule } from '../../rule';

export const refHeadlessService: Rule = {
  id: 'ref-headless-service',
  title: 'the Service that should name the pods of a StatefulSet is missing or not headless',
  severity: 'error',
  why: 'the stable names of the pods do not resolve, and the field cannot be changed later',
  mend: 'add a Service of that name with clusterIP: None that selects the pods',
  *check(context) {
    for (const entry of context.ofKind('apps/StatefulSet')) {
      const name = text(entry.spec.serviceName);
      if (name === undefined || name === '') continue;
      const field = 'spec.serviceName';
      const service = context.find('Service', entry.namespace, name);
      if (service === undefined && !context.exists('Service', entry.namespace, name))
        yield { entry, field, value: `${entry.namespace}/${name}` };
      if (service === undefined || service.spec.clusterIP === 'None') continue;
      // A single server is reached by the Service; several, or one that is called by its pod name, need names of their own.
      const template = context.template(entry);
      const called =
        template?.containers.some(({ env }) => env.some(({ value }) => value.includes(`.${name}.`))) === true;
      const named = template !== undefined && (template.replicas > 1 || called);
      yield {
        entry,
        field,
        value: name,
        what: 'the Service of a StatefulSet is not headless',
        severity: named ? 'error' : 'info',
      };
    }
  },
};
