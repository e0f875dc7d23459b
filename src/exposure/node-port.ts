import { z } from 'zod';
import { ProblemsError } from '../problem';
import { defineExposure } from './exposure';

/** A port of every node, for a cluster on a developer's machine. */
export const nodePortExposure = defineExposure({
  name: 'NodePort',
  title: 'Web tiers are reached on a port of every node.',
  schema: z.strictObject({}),
  create: () => ({
    isLocal: true,
    // The address of a node is known to whoever runs it.
    urlOf: () => undefined,
    serviceOf: ({ nodePort }) => ({ type: 'NodePort', ...(nodePort !== undefined && { nodePort }) }),
    expose(scope, { wish, environment }) {
      if (wish.nodePort === undefined) {
        const message = `is reached by node port in '${environment.name}' and names none, give \`exposure.nodePort\``;
        throw ProblemsError.at(scope.node.path, message);
      }
      // kube-proxy hands on what comes to a node port under the node's own address.
      const from = { kind: 'addresses', cidrs: environment.cluster.nodeCidrs } as const;
      return [{ from, purpose: `node port ${wish.nodePort}` }];
    },
  }),
});
