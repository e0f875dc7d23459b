import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const ingressWithoutTls: Rule = {
  id: 'ingress-without-tls',
  title: 'an Ingress has no TLS',
  severity: 'warning',
  why: 'passwords and sessions cross the network in the clear',
  mend: 'add spec.tls with the hosts and the Secret of their certificate',
  *check(context) {
    if (context.isLocal) return;
    for (const entry of context.ofKind('networking.k8s.io/Ingress')) {
      const covered = new Set(list(entry.spec.tls).flatMap((item) => list(fields(item).hosts)));
      const all = list(entry.spec.tls).some((item) => list(fields(item).hosts).length === 0);
      for (const [index, rule] of list(entry.spec.rules).entries()) {
        const { host } = fields(rule);
        if (all || (typeof host === 'string' && (covered.has(host) || covered.has(host.replace(/^[^.]+/, '*')))))
          continue;
        yield {
          entry,
          field: `spec.rules[${index}].host`,
          value: host,
          severity: context.environment === '' ? 'warning' : 'error',
        };
      }
    }
  },
};
