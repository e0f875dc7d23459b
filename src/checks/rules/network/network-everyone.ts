import { productOf } from '../../domain/images';
import { policies, rulesOf } from '../../domain/network';
import { dig, fields } from '../../fields';
import type { Rule } from '../../rule';

export const networkEveryone: Rule = {
  id: 'network-everyone',
  title: 'a policy lets everybody in to a database or broker',
  severity: 'warning',
  why: 'every pod of every namespace reaches it',
  mend: 'name the pods that connect',
  *check(context) {
    for (const policy of policies(context)) {
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
    }
  },
};
