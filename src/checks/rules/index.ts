import type { Rule } from '../rule';
import * as references from './references';
import * as schema from './schema';
import * as set from './set';

/** Rules by domain, the folder they live in. */
export const rulesByDomain: Readonly<Record<string, readonly Rule[]>> = {
  references: Object.values(references),
  schema: Object.values(schema),
  set: Object.values(set),
};

/** Every rule. */
export const allRules: readonly Rule[] = Object.values(rulesByDomain).flat();
