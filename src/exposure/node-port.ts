import { z } from 'zod';
import { defineExposure } from './exposure';
import { targetsOf } from './route';

/** A port of every node, for a cluster on a developer's machine: without names, paths, TLS and limits. */
export const nodePortExposure = defineExposure({
  name: 'NodePort',
  title: 'Web tiers are reached on a port of every node.',
  schema: z.strictObject({}),
  create: () => ({
    isLocal: true,
    // The address of a node is known to whoever runs it.
    urlOf: () => undefined,
    serviceOf: ({ nodePort }) => ({ type: 'NodePort', ...(nodePort !== undefined && { nodePort }) }),
    claimsOf: ({ nodePort }) => [`node port ${nodePort}`],
    problemsOf(route) {
      const { name } = route.environment;
      const targets = targetsOf(route);
      if (targets.length > 1) {
        const names = targets.map((target) => target.name).join(', ');
        return [
          `leads to ${names}, and a node port in '${name}' to one tier only: give each an \`exposure\` with a \`nodePort\` of its own there, or let '${name}' expose by Ingress or Gateway`,
        ];
      }
      if (route.nodePort !== undefined) return [];
      return [`is reached by node port in '${name}' and names none, give \`nodePort\``];
    },
    expose(_, { environment, nodePort }) {
      // kube-proxy hands on what comes to a node port under the node's own address.
      const from = { kind: 'addresses', cidrs: environment.cluster.nodeCidrs } as const;
      return [{ from, purpose: `node port ${nodePort}` }];
    },
  }),
});
