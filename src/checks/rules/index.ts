import type { Rule } from '../rule';
import * as jobs from './jobs';
import * as keda from './keda';
import * as references from './references';
import * as schema from './schema';
import * as security from './security';
import * as set from './set';

/** Rules by domain, the folder they live in. */
export const rulesByDomain: Readonly<Record<string, readonly Rule[]>> = {
  jobs: Object.values(jobs),
  keda: Object.values(keda),
  references: Object.values(references),
  schema: Object.values(schema),
  security: Object.values(security),
  set: Object.values(set),
};

/** Every rule. */
export const allRules: readonly Rule[] = Object.values(rulesByDomain).flat();
