import { ApiObject } from 'cdk8s';
import { defineExposure, type Exposure, type WebExposure, z } from 'cdk8s-tiers';
import { foreignPods } from 'cdk8s-tiers/kit';

/** An OpenShift Route for each web tier; the file says `exposure: { type: Route, suffix: apps.example.com }`. */
export const route = defineExposure({
  name: 'Route',
  title: 'Web tiers are reached by a Route.',
  schema: z.strictObject({ suffix: z.string().min(1).describe('What hosts end in.') }),
  create({ suffix }): Exposure {
    const hostOf = ({ host }: WebExposure) => `${host}.${suffix}`;
    return {
      urlOf: (wish) => `https://${hostOf(wish)}`,
      expose(scope, { wish, name, labels, service }) {
        new ApiObject(scope, 'route', {
          apiVersion: 'route.openshift.io/v1',
          kind: 'Route',
          metadata: { name, labels: { ...labels } },
          spec: {
            host: hostOf(wish),
            to: { kind: 'Service', name: service.name },
            port: { targetPort: service.portName },
            tls: { termination: 'edge' },
          },
        });
        return [{ from: foreignPods('openshift-ingress'), purpose: `route to ${name}` }];
      },
    };
  },
});
