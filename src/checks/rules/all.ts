import type { Rule } from '../rule';
import { argoApplicationRules } from './argo/applications';
import { argoOrderRules } from './argo/order';
import { argoProjectRules } from './argo/projects';
import { capacityRules } from './capacity';
import { jobRules } from './jobs';
import { scaledJobRules } from './keda/scaled-jobs';
import { triggerRules } from './keda/triggers';
import { workerRules } from './keda/workers';
import { monitoringConfigurationRules } from './monitoring/configuration';
import { grafanaRules } from './monitoring/grafana';
import { scrapeTargetRules } from './monitoring/targets';
import { connectionRules } from './network/connections';
import { entranceRules } from './network/entrances';
import { internetRules } from './network/internet';
import { policyRules } from './network/policies';
import { unconnectedRules } from './network/unconnected';
import { postgresRules } from './postgres';
import { brokerRules } from './rabbitmq/broker';
import { queueRules } from './rabbitmq/queues';
import { redisRules } from './redis';
import { clusterReferenceRules } from './references/cluster';
import { configurationReferenceRules } from './references/configuration';
import { outsideReferenceRules } from './references/outside';
import { selectorRules } from './references/selectors';
import { serviceReferenceRules } from './references/services';
import { volumeReferenceRules } from './references/volumes';
import { resourceRules } from './resources';
import { scalingRules } from './scaling';
import { formRules } from './schema/form';
import { nameRules } from './schema/names';
import { generatedSecretRules } from './secrets';
import { accessRules } from './security/access';
import { clearSecretRules } from './security/clear-secrets';
import { exposureRules } from './security/exposure';
import { imageRules } from './security/images';
import { podSecurityRules } from './security/pods';
import { setRules } from './set';
import { stoppingRules } from './stopping';
import { dataRules } from './storage/data';
import { volumeRules } from './storage/volumes';
import { workloadRules } from './workload';

/** Rules by domain, each file holding those of one topic. */
export const rulesByDomain: Readonly<Record<string, readonly Rule[]>> = {
  argo: [...argoApplicationRules, ...argoProjectRules, ...argoOrderRules],
  jobs: jobRules,
  keda: [...scaledJobRules, ...triggerRules, ...workerRules],
  monitoring: [...monitoringConfigurationRules, ...scrapeTargetRules, ...grafanaRules],
  network: [...policyRules, ...connectionRules, ...entranceRules, ...internetRules, ...unconnectedRules],
  postgres: postgresRules,
  rabbitmq: [...queueRules, ...brokerRules],
  redis: redisRules,
  references: [
    ...configurationReferenceRules,
    ...clusterReferenceRules,
    ...serviceReferenceRules,
    ...volumeReferenceRules,
    ...outsideReferenceRules,
    ...selectorRules,
  ],
  resources: [...resourceRules, ...capacityRules],
  scaling: scalingRules,
  schema: [...nameRules, ...formRules],
  secrets: generatedSecretRules,
  security: [...podSecurityRules, ...imageRules, ...accessRules, ...exposureRules, ...clearSecretRules],
  set: setRules,
  storage: [...volumeRules, ...dataRules],
  workload: [...workloadRules, ...stoppingRules],
};

/** Every rule. */
export const allRules: readonly Rule[] = Object.values(rulesByDomain).flat();
