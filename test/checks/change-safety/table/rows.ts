import { ARGOCD_ROWS } from './argocd';
import { CONFIGURATION_ROWS } from './configuration';
import { KEDA_ROWS } from './keda';
import { NETWORK_ROWS } from './network';
import type { Row } from './objects';
import { STORAGE_ROWS } from './storage';
import { TIER_ROWS } from './tiers';
import { WORKLOAD_ROWS } from './workloads';

/** The table of change safety, row by row. */
export const ROWS: readonly Row[] = [
  ...STORAGE_ROWS,
  ...WORKLOAD_ROWS,
  ...NETWORK_ROWS,
  ...CONFIGURATION_ROWS,
  ...KEDA_ROWS,
  ...TIER_ROWS,
  ...ARGOCD_ROWS,
];
