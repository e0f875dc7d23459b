import type { Rule } from '../rule';
import * as argo from './argo';
import * as jobs from './jobs';
import * as keda from './keda';
import * as monitoring from './monitoring';
import * as network from './network';
import * as postgres from './postgres';
import * as rabbitmq from './rabbitmq';
import * as redis from './redis';
import * as references from './references';
import * as resources from './resources';
import * as scaling from './scaling';
import * as schema from './schema';
import * as secrets from './secrets';
import * as security from './security';
import * as set from './set';
import * as storage from './storage';
import * as workload from './workload';

/** Rules by domain, the folder they live in. */
export const rulesByDomain: Readonly<Record<string, readonly Rule[]>> = {
  argo: Object.values(argo),
  jobs: Object.values(jobs),
  keda: Object.values(keda),
  monitoring: Object.values(monitoring),
  network: Object.values(network),
  postgres: Object.values(postgres),
  rabbitmq: Object.values(rabbitmq),
  redis: Object.values(redis),
  references: Object.values(references),
  resources: Object.values(resources),
  scaling: Object.values(scaling),
  schema: Object.values(schema),
  secrets: Object.values(secrets),
  security: Object.values(security),
  set: Object.values(set),
  storage: Object.values(storage),
  workload: Object.values(workload),
};

/** Every rule. */
export const allRules: readonly Rule[] = Object.values(rulesByDomain).flat();
