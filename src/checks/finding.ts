import { compare } from '../problem';

/** `error` fails the run; `warning` and `info` are told. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that a rule found. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** Environment of the output it was found in; empty for a folder that knows no environments. */
  readonly environment: string;
  /** `apps/Deployment shop/web`; empty if the finding is about the whole set. */
  readonly object: string;
  /** File the object was read from; empty if the finding is about the whole set. */
  readonly file: string;
  readonly line?: number;
  /** Path of the field below the object, `spec.template.spec.containers[0].image`; empty for the whole object. */
  readonly field: string;
  /** The value that is wrong, as text; secrets are never shown. */
  readonly value: string;
  /** What is wrong, the value, why that matters and how to mend it. */
  readonly message: string;
}

/** A finding that an annotation on its object sets aside. */
export interface WaivedFinding extends Finding {
  /** Why, in the words of the annotation. */
  readonly reason: string;
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Orders findings: worst first, then by object, field, rule and text, never by file layout. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compare(a.environment, b.environment) ||
    compare(a.object, b.object) ||
    compare(a.field, b.field) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message) ||
    compare(a.file, b.file)
  );
}
