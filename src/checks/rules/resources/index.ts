export { limitBelowRequest } from './limit-below-request';
export { memoryLimit } from './memory-limit';
export { priorityMissing } from './priority-missing';
export { priorityRange } from './priority-range';
export { priorityWithoutRequests } from './priority-without-requests';
export { quotaPriority } from './quota-priority';
export { requestsMissing } from './requests-missing';
