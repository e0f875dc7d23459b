import { fields, list } from '../../../manifests/fields';
import type { Rule } from '../../rule';

export const exposureRules: readonly Rule[] = [
  {
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
  },
  {
    id: 'service-exposed',
    title: 'a Service is open on every node without TLS',
    severity: 'warning',
    why: 'everybody who reaches a node reaches it, and passwords cross the network in the clear',
    mend: 'make it ClusterIP behind an Ingress with TLS, or name the environment as a local one',
    *check(context) {
      if (context.isLocal) return;
      for (const entry of context.ofKind('/Service')) {
        const { type, ports } = entry.spec;
        if (type !== 'NodePort' && type !== 'LoadBalancer') continue;
        const secure =
          list(ports).length > 0 &&
          list(ports).every((item) => [443, 8443].includes(Number(fields(item).port)) || fields(item).name === 'https');
        // A folder that knows its environments says that this one is not a developer's machine.
        if (!secure)
          yield { entry, field: 'spec.type', value: type, severity: context.environment === '' ? 'warning' : 'error' };
      }
    },
  },
];
