export { jsonReport } from './json';
export { markdownReport } from './markdown';
export { type ChangeReport, countVerdicts, notices, summaryLine, verdictOf } from './summary';
export { textReport } from './text';
