import { isEverybody, openEntranceRule } from '../../../exposure/access';
import { guards } from '../../../exposure/guards';
import { annotations, WAIVER_PREFIX } from '../../../kubernetes/labels';
import { fields, list } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import type { Rule } from '../../rule';

/** Kinds that lead in from outside. */
const entrances = [
  'networking.k8s.io/Ingress',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
  '/Service',
] as const;

const knownGuards = Object.values(guards).flat();
const waiver = `${WAIVER_PREFIX}${openEntranceRule}`;

/** Whether everybody gets through, as far as the object says. */
function isOpen({ kind, spec, annotations: given }: Entry): boolean {
  if (kind === 'Service') {
    const ranges = list(spec.loadBalancerSourceRanges);
    if (spec.type !== 'LoadBalancer' || (ranges.length > 0 && !isEverybody(ranges))) return false;
  }
  return !given[annotations.access]?.trim() && !knownGuards.some((name) => Object.hasOwn(given, name));
}

export const exposureRules: readonly Rule[] = [
  {
    id: openEntranceRule,
    title: 'everybody may come in from outside, and nothing says that this is meant',
    severity: 'warning',
    why: 'a program without a login of its own shows and does everything for whoever finds its address',
    mend: `say who may come in by \`access\` of the route or of the environment's exposure (networks, guardedBy, or open with the reason), or by the annotation ${annotations.access}`,
    *check(context) {
      if (context.isLocal) return;
      // What says itself that it is open is told, whatever its kind.
      const waived = context.entries.filter((entry) => Object.hasOwn(entry.annotations, waiver));
      const open = entrances.flatMap((kind) => context.ofKind(kind)).filter(isOpen);
      for (const entry of new Set([...open, ...waived])) {
        yield { entry, field: 'spec', severity: context.environment === '' ? 'warning' : 'error' };
      }
    },
  },
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
