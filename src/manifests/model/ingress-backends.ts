import { dig, fields, list } from '../fields';
import type { Entry } from './entry';

/** The backends that an Ingress names, and where. */
export function ingressBackends({ spec }: Entry): { readonly backend: unknown; readonly path: string }[] {
  const found = [{ backend: spec.defaultBackend, path: 'spec.defaultBackend' }];
  list(spec.rules).forEach((rule, r) => {
    list(dig(rule, 'http', 'paths')).forEach((item, p) => {
      found.push({ backend: fields(item).backend, path: `spec.rules[${r}].http.paths[${p}].backend` });
    });
  });
  return found;
}
