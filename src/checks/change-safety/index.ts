export { type Acknowledgement, acknowledge, readAcknowledgements } from './acknowledgements';
export { type Comparison, compareManifests } from './compare';
export { judgeChanges, sortFindings, worstVerdict } from './evaluate';
export type { Finding } from './finding';
export { type ChangeReport, jsonReport, markdownReport, summaryLine, textReport, verdictOf } from './report';
export {
  type ChangeRules,
  type Circumstances,
  type FieldCircumstances,
  type FieldRule,
  type RemovalRule,
  type Row,
  type SetFinding,
  type SetRule,
  VERDICTS,
  type Verdict,
  worse,
} from './rule';
export { DIFF_FORMATS, type DiffFormat, type DiffOptions, type DiffResult, diffReport, runDiff } from './run';
export { type ChangePath, diffManifests, diffObjects, type FieldChange, type ObjectChange, showPath } from './semantic';
