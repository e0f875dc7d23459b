export { diffManifests, type ObjectChange } from './changes';
export { diffObjects, type FieldChange, isAbout } from './fields';
export { type ChangePath, type PathPattern, pathPattern, showPath, touches, valueAt } from './path';
export { isQuantityField } from './quantity-fields';
