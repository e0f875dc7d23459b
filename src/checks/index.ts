export { describeRules } from './describe-rules';
export type { Finding, Severity, WaivedFinding } from './finding';
export { formatReport, type ReportFormat, reportFormats } from './formats';
export { type CheckOptions, defaultRefusedImages, type ExternalSecret } from './options';
export { type CheckReport, countOf } from './report';
export type { Observation, Rule } from './rule';
export { allRules, rulesByDomain } from './rules';
export { runChecks } from './run-checks';
export { WAIVER_PREFIX } from './waivers';
