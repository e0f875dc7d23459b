import type { Rule } from '../rule';
import * as jobs from './jobs';
import * as keda from './keda';
import * as postgres from './postgres';
import * as rabbitmq from './rabbitmq';
import * as redis from './redis';
import * as references from './references';
import * as schema from './schema';
import * as security from './security';
import * as set from './set';
import * as storage from './storage';

/** Rules by domain, the folder they live in. */
export const rulesByDomain: Readonly<Record<string, readonly Rule[]>> = {
  jobs: Object.values(jobs),
  keda: Object.values(keda),
  postgres: Object.values(postgres),
  rabbitmq: Object.values(rabbitmq),
  redis: Object.values(redis),
  references: Object.values(references),
  schema: Object.values(schema),
  security: Object.values(security),
  set: Object.values(set),
  storage: Object.values(storage),
};

/** Every rule. */
export const allRules: readonly Rule[] = Object.values(rulesByDomain).flat();
