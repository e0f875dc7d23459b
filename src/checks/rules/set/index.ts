export { duplicateObject } from './duplicate-object';
export { noManifests } from './no-manifests';
export { waiverUnused } from './waiver-unused';
export { waiverWithoutReason } from './waiver-without-reason';
