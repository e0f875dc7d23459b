import type { FieldRule, RemovalRule, SetRule } from '../rule';
import { argocdProjectRemovals, argocdRemovals, argocdRules, argocdSetRules } from './argocd';
import { brokerRules, redisRules } from './brokers';
import { budgetRemovals, budgetSetRules } from './budgets';
import { capacityRules } from './capacity';
import { clusterRemovals, clusterRules } from './cluster';
import { configurationRemovals, configurationRules } from './configuration';
import { databaseRules } from './databases';
import { kedaRemovals, kedaRules, kedaSetRules } from './keda';
import { reachabilitySetRules } from './reachability';
import { scalingRules } from './scaling';
import { ingressRemovals, ingressRules, serviceRemovals, serviceRules } from './services';
import { statefulSetRemovals, statefulSetRules } from './stateful-sets';
import { storageRemovals, storageRules } from './storage';
import { workloadRules, workloadSetRules } from './workloads';

/** Rows about objects that are gone; of the rows that fit the first one counts. */
export const REMOVAL_RULES: readonly RemovalRule[] = [
  ...storageRemovals,
  ...statefulSetRemovals,
  ...serviceRemovals,
  ...budgetRemovals,
  ...ingressRemovals,
  ...configurationRemovals,
  ...clusterRemovals,
  ...kedaRemovals,
  ...argocdRemovals,
  ...argocdProjectRemovals,
];

/** Rows about fields; every row that fits counts. */
export const FIELD_RULES: readonly FieldRule[] = [
  ...storageRules,
  ...statefulSetRules,
  ...workloadRules,
  ...scalingRules,
  ...serviceRules,
  ...ingressRules,
  ...configurationRules,
  ...clusterRules,
  ...capacityRules,
  ...kedaRules,
  ...brokerRules,
  ...redisRules,
  ...databaseRules,
  ...argocdRules,
];

/** Rows about several objects at once. */
export const SET_RULES: readonly SetRule[] = [
  ...workloadSetRules,
  ...kedaSetRules,
  ...budgetSetRules,
  ...reachabilitySetRules,
  ...argocdSetRules,
];

export { defaultFieldRule, defaultRemovalRule } from './defaults';
