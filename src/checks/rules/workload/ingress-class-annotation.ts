import { keyed } from '../../field-path';
import type { Rule } from '../../rule';

export const ingressClassAnnotation: Rule = {
  id: 'ingress-class-annotation',
  title: 'an Ingress is set up by annotations of a controller that is gone',
  severity: 'warning',
  why: 'the class annotation is deprecated, and the current Traefik does not read the annotations of Traefik 1: redirects and limits silently do not happen',
  mend: 'spec.ingressClassName, and a Middleware for what Traefik should do',
  source: 'Kubernetes docs, Ingress; Traefik docs, migration',
  *check(context) {
    for (const entry of context.ofKind('Ingress')) {
      for (const key of Object.keys(entry.annotations)) {
        if (
          key === 'kubernetes.io/ingress.class' ||
          /^traefik\.ingress\.kubernetes\.io\/(?:redirect|frontend|rule-type|app-root|request-modifier|preserve-host|whitelist|rate-limit|error-pages|custom-)/.test(
            key,
          ) ||
          key.startsWith('ingress.kubernetes.io/')
        ) {
          yield { entry, field: keyed('metadata.annotations', key), value: entry.annotations[key] };
        }
      }
    }
  },
};
