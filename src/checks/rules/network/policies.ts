import { dig, fields } from '../../../manifests/fields';
import { isolating, policies, productOf } from '../../../manifests/model';
import { type Direction, directionsOf, rulesOf } from '../../../manifests/network';
import { each, pods } from '../../builders';
import type { Rule } from '../../rule';

export const policyRules: readonly Rule[] = [
  {
    id: 'network-default-deny',
    title: 'a namespace has no default-deny policy',
    severity: 'warning',
    why: 'what no policy selects talks to everything and is reached by everything',
    mend: 'one NetworkPolicy with an empty podSelector and both policyTypes, and the needed connections beside it',
    source: 'Kubernetes docs, network policies',
    *check(context) {
      const covered = new Map<string, Set<Direction>>();
      for (const policy of policies(context)) {
        if (Object.keys(fields(policy.spec.podSelector)).length > 0) continue;
        const present = covered.get(policy.namespace) ?? new Set();
        for (const direction of directionsOf(policy)) present.add(direction);
        covered.set(policy.namespace, present);
      }
      const seen = new Set<string>();
      for (const { namespace, entry } of context.templates) {
        if (seen.has(namespace)) continue;
        seen.add(namespace);
        const missing = (['Ingress', 'Egress'] as const).filter(
          (direction) => covered.get(namespace)?.has(direction) !== true,
        );
        if (missing.length > 0)
          yield {
            entry: context.find('Namespace', '', namespace) ?? entry,
            value: `${namespace}: ${missing.join(', ')}`,
          };
      }
    },
  },
  {
    id: 'network-dns',
    title: 'a pod may not ask for names over TCP',
    severity: 'error',
    why: 'answers that do not fit a UDP packet are asked again over TCP: some names fail, some of the time',
    mend: 'allow port 53 with both UDP and TCP to kube-dns',
    source: 'Kubernetes docs, network policies; RFC 7766',
    check: each(policies, function* (policy) {
      const rules = rulesOf(policy, 'Egress');
      const open = (protocol: string): number =>
        rules.findIndex(
          ({ ports }) =>
            ports.length === 0 ||
            ports.some(
              (item) =>
                [53, 5353, 'dns', 'dns-tcp'].includes(item.port as never) && (item.protocol ?? 'TCP') === protocol,
            ),
        );
      const udp = open('UDP');
      const tcp = open('TCP');
      if (udp >= 0 && tcp < 0) yield { entry: policy, field: `${rules[udp]?.path}.ports`, value: 'UDP only' };
      else if (tcp >= 0 && udp < 0) yield { entry: policy, field: `${rules[tcp]?.path}.ports`, value: 'TCP only' };
      for (const { peers, ports, path } of rules) {
        if (ports.length === 0 || !ports.every((item) => item.port === 53 || item.port === 5353)) continue;
        for (const [index, peer] of peers.entries()) {
          const name = dig(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name');
          if (typeof name === 'string' && !dnsNamespaces.has(name))
            yield {
              entry: policy,
              field: `${path}.to[${index}].namespaceSelector`,
              value: name,
              severity: 'warning',
              what: 'no name server is known in this namespace',
            };
        }
      }
    }),
  },
  {
    id: 'network-everyone',
    title: 'a policy lets everybody in to a database or broker',
    severity: 'warning',
    why: 'every pod of every namespace reaches it',
    mend: 'name the pods that connect',
    check: each(policies, function* (policy, context) {
      const selected = context.labels.select(policy.namespace, policy.spec.podSelector);
      for (const { peers, path } of rulesOf(policy, 'Egress')) {
        if (peers.length === 0)
          yield {
            entry: policy,
            field: `${path}.to`,
            what: 'a policy lets pods connect to everything, also outside the cluster',
            mend: 'name the receivers',
          };
      }
      const data =
        selected.length > 0 &&
        selected.every((template) =>
          template.containers.some((container) =>
            ['postgres', 'redis', 'rabbitmq', 'mysql', 'mongo'].includes(productOf(container)),
          ),
        );
      for (const { peers, path } of rulesOf(policy, 'Ingress')) {
        const open =
          peers.length === 0 ||
          peers.some(
            (peer) =>
              dig(peer, 'ipBlock', 'cidr') === '0.0.0.0/0' ||
              (peer.podSelector === undefined &&
                peer.namespaceSelector !== undefined &&
                Object.keys(fields(peer.namespaceSelector)).length === 0),
          );
        if (open)
          yield {
            entry: policy,
            field: `${path}.from`,
            ...(data ? {} : { severity: 'info', what: 'a policy lets everybody in' }),
          };
      }
    }),
  },
  {
    id: 'network-no-dns',
    title: 'a pod may connect to others and not ask for their names',
    severity: 'error',
    why: 'no name resolves: every connection by name fails',
    mend: 'allow egress on port 53, UDP and TCP, to kube-dns',
    source: 'Kubernetes docs, network policies',
    check: each(pods, function* (template, context) {
      const sets = isolating(context, template, 'Egress');
      const rules = sets.flat();
      if (!rules.some(({ peers }) => peers.length === 0 || peers.some((peer) => peer.ipBlock === undefined))) return;
      const open = rules.some(
        ({ ports }) =>
          ports.length === 0 ||
          ports.some((item) => item.port === undefined || [53, 5353, 'dns', 'dns-tcp'].includes(item.port as never)),
      );
      if (!open) yield { field: `${template.specPath}` };
    }),
  },
  {
    id: 'network-or-hole',
    title: 'two items of a policy mean "or" where "and" was meant',
    severity: 'warning',
    why: 'podSelector and namespaceSelector in two items let in the whole other namespace',
    mend: 'write both selectors in one item',
    source: 'Kubernetes API, NetworkPolicyPeer',
    check: each(policies, function* (policy) {
      for (const direction of ['Ingress', 'Egress'] as const) {
        for (const { peers, path } of rulesOf(policy, direction)) {
          const pods = peers.findIndex(
            (peer) => peer.namespaceSelector === undefined && Object.keys(fields(peer.podSelector)).length > 0,
          );
          const spaces = peers.findIndex(
            (peer) => peer.podSelector === undefined && peer.namespaceSelector !== undefined,
          );
          if (pods >= 0 && spaces >= 0)
            yield {
              entry: policy,
              field: `${path}.${direction === 'Ingress' ? 'from' : 'to'}[${spaces}]`,
              value: peers[spaces],
            };
        }
      }
    }),
  },
];

const dnsNamespaces: ReadonlySet<string> = new Set(['kube-system', 'openshift-dns']);
