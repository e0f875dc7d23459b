import type { Severity } from '../finding';
import type { RuleOptions } from '../options';
import type { Rule } from '../rule';

/**
 * What a project tells the checks, in code (as part of its `Project`) or in `cdk8s-tiers.yaml`.
 *
 * ```ts
 * export const project: Project = {
 *   systems: [shop],
 *   rules: [ownerLabel],
 *   severities: { 'image-digest': 'error', 'budget-missing': 'off' },
 *   external: { objects: [{ kind: 'StorageClass', name: 'fast' }] },
 * };
 * ```
 */
export interface CheckSettings
  extends Pick<RuleOptions, 'external' | 'refusedImages' | 'localEnvironments' | 'products' | 'references'> {
  /** Rules of the project's own, held besides all others. @default - none */
  readonly rules?: readonly Rule[];
  /** Folder with definitions (CRDs) of kinds that the library does not know; it need not be there. @default crds */
  readonly crds?: string;
  /** Severities by id of the rule; `off` leaves the rule out, and the report counts it. @default - each rule's own */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
}

/** What a run of the checks needs to know beside the manifests. */
export interface CheckOptions extends RuleOptions, CheckSettings {}
