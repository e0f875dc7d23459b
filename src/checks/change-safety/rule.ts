import type { KubernetesObject } from '../../kubernetes/object';
import type { ManifestModel } from '../../manifests/model';
import type { FieldChange, ObjectChange } from './semantic';

/**
 * What a change does to a running cluster: `BLOCK` destroys data or work, `RECREATE` is refused by the API server unless the object
 * is deleted first, `WARN` restarts or interrupts, `OK` is harmless.
 */
export type Verdict = 'OK' | 'WARN' | 'RECREATE' | 'BLOCK';

/** Verdicts from harmless to worst. */
export const VERDICTS: readonly Verdict[] = ['OK', 'WARN', 'RECREATE', 'BLOCK'];

/** The worse of two verdicts. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(a) < VERDICTS.indexOf(b) ? b : a;
}

/** What a rule may look at: one change, and both sides as a whole. */
export interface Circumstances {
  readonly change: ObjectChange;
  /** The object before; the one now where it is new. */
  readonly old: KubernetesObject;
  /** The object now; the one before where it is gone. */
  readonly now: KubernetesObject;
  readonly before: ManifestModel;
  readonly after: ManifestModel;
}

/** Circumstances of one changed field. */
export interface FieldCircumstances extends Circumstances {
  readonly field: FieldChange;
}

/** What every row says. */
export interface Row<C> {
  /** Names the rule in findings and in the documentation; never reused. */
  readonly id: string;
  /** Groups and kinds: `apps/StatefulSet`, `/Service` in the core group. */
  readonly kinds: readonly string[];
  /** Further condition. @default - always */
  readonly when?: (circumstances: C) => boolean;
  readonly verdict: Verdict | ((circumstances: C) => Verdict);
  readonly consequence: string | ((circumstances: C) => string);
  /** How to get there safely; empty where nothing is to be done. */
  readonly procedure: string | ((circumstances: C) => string);
}

/**
 * A row about fields: patterns of paths as `touches` reads them; a key with dots is given as steps.
 *
 * ```ts
 * const partitions: FieldRule = {
 *   id: 'topic-partitions',
 *   kinds: ['kafka.strimzi.io/KafkaTopic'],
 *   fields: ['spec.partitions'],
 *   when: ({ field }) => Number(field.to) > Number(field.from),
 *   verdict: 'BLOCK',
 *   consequence: 'keys move to other partitions: their order is lost',
 *   procedure: 'make a new topic and move the consumers',
 * };
 * ```
 */
export interface FieldRule extends Row<FieldCircumstances> {
  readonly fields: readonly (string | readonly string[])[];
}

/** A row about objects that are gone, under their name at least: removed, renamed or moved to another namespace. */
export interface RemovalRule extends Row<Circumstances> {}

/** What a rule found out that takes more than one object to see. */
export interface SetFinding {
  readonly verdict: Verdict;
  /** The object it is told of. */
  readonly change: Pick<ObjectChange, 'key' | 'from' | 'to'>;
  readonly fields: readonly FieldChange[];
  readonly consequence: string;
}

/** A row about several objects at once. */
export interface SetRule {
  readonly id: string;
  /** Kinds it looks at, for the documentation. */
  readonly kinds: readonly string[];
  /** The worst verdict it gives, for the documentation. */
  readonly verdict: Verdict;
  readonly find: (changes: readonly ObjectChange[], before: ManifestModel, after: ManifestModel) => SetFinding[];
  /** Rows that say less about the fields it tells of an object, and are left out there. @default - the rows for what no other names */
  readonly replaces?: readonly string[];
  readonly procedure: string;
}

/**
 * Rows of a project's own for `diff`, beside the built-in ones. A row for fields is told besides others that fit; of rows for
 * removals a project's own goes first.
 *
 * ```ts
 * const changeRules: ChangeRules = {
 *   fields: [
 *     {
 *       id: 'topic-partitions',
 *       kinds: ['kafka.strimzi.io/KafkaTopic'],
 *       fields: ['spec.partitions'],
 *       verdict: 'BLOCK',
 *       consequence: 'keys move to other partitions: their order is lost',
 *       procedure: 'make a new topic and move the consumers',
 *     },
 *   ],
 * };
 * ```
 */
export interface ChangeRules {
  /** Rows about changed fields. @default - none */
  readonly fields?: readonly FieldRule[];
  /** Rows about objects that are gone. @default - none */
  readonly removals?: readonly RemovalRule[];
  /** Rows about several objects at once. @default - none */
  readonly sets?: readonly SetRule[];
}
