export { formatReport, type ReportFormat, reportFormats } from './format-report';
