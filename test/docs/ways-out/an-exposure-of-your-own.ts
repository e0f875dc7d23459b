import { ApiObject } from 'cdk8s';
import { defineExposure, type Exposure, z } from 'cdk8s-tiers';
import { foreignPods } from 'cdk8s-tiers/kit';

/** An OpenShift Route for each host and path; the file says `exposure: { type: Route, suffix: apps.example.com }`. */
export const route = defineExposure({
  name: 'Route',
  title: 'Web tiers are reached by a Route.',
  schema: z.strictObject({ suffix: z.string().min(1).describe('What hosts end in.') }),
  create: ({ suffix }): Exposure => ({
    urlOf: ({ hosts }) => `https://${hosts[0]}.${suffix}`,
    requirementsOf: () => [
      {
        kind: 'DNS name',
        name: `*.${suffix}`,
        why: 'nobody finds the hosts',
        mend: 'add a record that leads to the router',
      },
    ],
    expose(scope, { hosts, paths, name, labels }) {
      const ways = hosts.flatMap((host) => paths.map((to) => ({ host: `${host}.${suffix}`, ...to })));
      for (const [index, { host, path, target }] of ways.entries()) {
        new ApiObject(scope, `route-${index}`, {
          apiVersion: 'route.openshift.io/v1',
          kind: 'Route',
          metadata: { name: index === 0 ? name : `${name}-${index}`, labels: { ...labels } },
          spec: {
            host,
            path,
            to: { kind: 'Service', name: target.service.name },
            port: { targetPort: target.service.portName },
            tls: { termination: 'edge' },
          },
        });
      }
      return [{ from: foreignPods('openshift-ingress'), purpose: `route to ${name}` }];
    },
  }),
});
