export { builtInExposures } from './built-in';
export {
  defineExposure,
  type Entrance,
  type ExposedTier,
  type Exposure,
  type ExposureDefinition,
  type ExposureKind,
  type ServiceForm,
} from './exposure';
export { exposureProblem, hostOf, pathsOf, type WebExposure } from './web-exposure';
