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
      if (name === undefined || name === '' || context.exists('Service', entry.namespace, name)) continue;
      yield { entry, field: 'spec.serviceName', value: `${entry.namespace}/${name}` };
    }
  },
};
