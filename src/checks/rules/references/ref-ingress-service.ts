import type { Entry } from '../../entry';
import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const refIngressService: Rule = {
  id: 'ref-ingress-service',
  title: 'an Ingress points at a Service or port that is not there',
  severity: 'error',
  why: 'every request of that path is answered with 503',
  mend: 'add the Service in the namespace of the Ingress, or correct name and port',
  *check(context) {
    for (const entry of context.ofKind('networking.k8s.io/Ingress')) {
      for (const { backend, path } of backends(entry)) {
        const { name, port } = fields(fields(backend).service);
        if (typeof name !== 'string') continue;
        const service = context.find('Service', entry.namespace, name);
        if (service === undefined) {
          if (!context.exists('Service', entry.namespace, name))
            yield { entry, field: `${path}.service.name`, value: `${entry.namespace}/${name}` };
          continue;
        }
        const wanted = fields(port).name ?? fields(port).number;
        const has = list(service.spec.ports).some(
          (item) => fields(item).name === wanted || fields(item).port === wanted,
        );
        if (wanted !== undefined && !has) yield { entry, field: `${path}.service.port`, value: `${name}:${wanted}` };
      }
    }
  },
};
function backends(entry: Entry): { backend: unknown; path: string }[] {
  const found = [{ backend: entry.spec.defaultBackend, path: 'spec.defaultBackend' }];
  list(entry.spec.rules).forEach((rule, r) => {
    list(dig(rule, 'http', 'paths')).forEach((item, p) => {
      found.push({ backend: fields(item).backend, path: `spec.rules[${r}].http.paths[${p}].backend` });
    });
  });
  return found;
}
