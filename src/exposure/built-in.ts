import type { ExposureKind } from './exposure';
import { gatewayExposure } from './gateway';
import { ingressExposure } from './ingress';
import { builtInControllers, type IngressController } from './ingress-controller';
import { loadBalancerExposure } from './load-balancer';
import { nodePortExposure } from './node-port';

/** The ways of exposing that every project has. @param controllers the products that may serve its Ingresses */
export function exposuresFor(controllers: readonly IngressController[]): readonly ExposureKind[] {
  return [nodePortExposure, ingressExposure(controllers), loadBalancerExposure, gatewayExposure];
}

/** Those of a project that adds no product. */
export const builtInExposures = exposuresFor(builtInControllers);
