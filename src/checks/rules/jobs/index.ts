export { cronjobOverlap } from './cronjob-overlap';
export { jobBackoffLimit } from './job-backoff-limit';
export { jobDeadline } from './job-deadline';
export { jobDeadlineShort } from './job-deadline-short';
export { jobDisruption } from './job-disruption';
export { jobFailurePolicy } from './job-failure-policy';
export { jobRestartPolicy } from './job-restart-policy';
export { jobTtlTracked } from './job-ttl-tracked';
