import type { Verdict } from './rule';
import type { FieldChange } from './semantic';

/** What one change does, told to the person who merges it. */
export interface Finding {
  readonly verdict: Verdict;
  /** Id of the rule; `object-added`, `object-removed`, `object-renamed` and `other-field` are the defaults. */
  readonly rule: string;
  /** Environment of the object; empty outside a rendered output. */
  readonly environment: string;
  /** `StatefulSet zamperla/db`. */
  readonly object: string;
  /** `group/kind/namespace/name`. */
  readonly key: string;
  /** The new name of an object that was renamed or moved. */
  readonly renamedTo?: string;
  /** File and line of the object now, or before where it is gone. */
  readonly where: string;
  readonly fields: readonly FieldChange[];
  readonly consequence: string;
  /** Empty where nothing is to be done. */
  readonly procedure: string;
  /** Reason of the acknowledgement that lets it pass; absent when it still stands. */
  readonly acknowledged?: string;
}
