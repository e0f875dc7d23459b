export { budgetBlocksDrain } from './budget-blocks-drain';
export { budgetMissing } from './budget-missing';
export { hpaWithoutRequests } from './hpa-without-requests';
export { replicasUnderScaler } from './replicas-under-scaler';
export { spreadBlocksRollout } from './spread-blocks-rollout';
export { twoScalers } from './two-scalers';
