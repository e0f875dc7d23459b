export { DEFAULT_CONSUMER_TIMEOUT, definitionsIn } from './broker';
export { compareVersions, imageReference, isFamily, isStateful, runs, runsSentinel } from './images';
export { DNS, ELSEWHERE, OUTSIDE, type Peer, peerOf, selects, subjectsOf } from './network';
export { groupKind, type PodOwner, podOwnerOf } from './pods';
export { SECRET_MAKERS, secretMadeBy, World } from './world';
