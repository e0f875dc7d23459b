import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const serviceWithoutSelector: Rule = {
  id: 'service-without-selector',
  title: 'a Service has no selector and no addresses',
  severity: 'warning',
  why: 'every connection to it is refused',
  mend: 'add spec.selector, or an EndpointSlice for it',
  source: 'Kubernetes docs, Service',
  *check(context) {
    const served = new Set(context.ofKind('Endpoints').map(({ namespace, name }) => `${namespace}/${name}`));
    for (const { namespace, labels } of context.ofKind('EndpointSlice'))
      served.add(`${namespace}/${labels['kubernetes.io/service-name']}`);
    for (const entry of context.ofKind('/Service')) {
      if (entry.spec.type === 'ExternalName' || Object.keys(fields(entry.spec.selector)).length > 0) continue;
      if (!served.has(`${entry.namespace}/${entry.name}`)) yield { entry, field: 'spec.selector' };
    }
  },
};
