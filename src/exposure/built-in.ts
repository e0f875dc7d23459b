import type { ExposureKind } from './exposure';
import { gatewayExposure } from './gateway';
import { ingressExposure } from './ingress';
import { loadBalancerExposure } from './load-balancer';
import { nodePortExposure } from './node-port';

/** The ways of exposing that every project has. */
export const builtInExposures: readonly ExposureKind[] = [
  nodePortExposure,
  ingressExposure,
  loadBalancerExposure,
  gatewayExposure,
];
