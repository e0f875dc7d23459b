export { accessAnnotations, type RouteAccess } from './access';
export { accessSettings, routeSettings } from './access-settings';
export { builtInExposures, exposuresFor } from './built-in';
export {
  defineExposure,
  type Entrance,
  type Exposure,
  type ExposureDefinition,
  type ExposureKind,
  type ServiceForm,
} from './exposure';
export { builtInControllers, type IngressController, type ProtocolAnnotations } from './ingress-controller';
export {
  type ExposedRoute,
  hostOf,
  hostsOf,
  type RouteCertificate,
  type RouteOptions,
  type RoutePath,
  type RouteTarget,
  type RouteWish,
  targetsOf,
} from './route';
export { prefixOf, routeProblems } from './route-problems';
export { type WebExposure, wishOf } from './web-exposure';
