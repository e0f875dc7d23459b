import type { Entry } from '../manifests/model';
import type { CheckContext } from './context';
import type { Severity } from './finding';

/** What a rule saw at one place; the engine adds the rule's own texts and the place in the file. */
export interface Observation {
  /** The object it is about; left out if it is about the whole set. */
  readonly entry?: Entry;
  /** Path of the field below the object. @default - the whole object */
  readonly field?: string;
  /** The value that is wrong. Never a secret. @default - not shown */
  readonly value?: unknown;
  /** What is wrong here, lower case, no full stop. @default - the rule's title */
  readonly what?: string;
  /** How to mend it here. @default - the rule's mend */
  readonly mend?: string;
  /** @default - the rule's severity */
  readonly severity?: Severity;
}

/**
 * One check: a pure function over the whole set, with the texts that a person needs to act on what it finds.
 *
 * @example
 * const ownerLabel: Rule = {
 *   id: 'owner-label',
 *   title: 'a workload does not say whose it is',
 *   severity: 'warning',
 *   why: 'nobody knows whom to call at night',
 *   mend: 'label it owner: <team>',
 *   check: each(objects('apps/Deployment'), ({ labels }) => labels.owner === undefined && { field: 'metadata.labels' }),
 * };
 */
export interface Rule {
  /** Stable name, used in waivers, documents and reports. */
  readonly id: string;
  /** What is wrong when it finds something; lower case, no full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** What happens if it stays. */
  readonly why: string;
  /** What to do. */
  readonly mend: string;
  /** Where the fact is written. @default - follows from the API itself */
  readonly source?: string;
  /** Yields what is wrong, each place once. Linear in the size of the set; takes objects of any shape. */
  check(context: CheckContext): Iterable<Observation>;
}
