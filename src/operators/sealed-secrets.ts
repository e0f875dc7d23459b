import { charts } from '../images';
import type { OperatorDefinition } from './operator-definition';
import { installed, podResources, priorityClassName } from './values';

/** Sealed Secrets' controller. */
export const sealedSecrets: OperatorDefinition = {
  name: 'sealedSecrets',
  title: 'Sealed Secrets controller.',
  namespace: 'sealed-secrets',
  resources: { cpu: '50m', memory: '128Mi' },
  application: 'sealed-secrets',
  chart: charts.sealedSecrets,
  provides: ['bitnami.com'],
  pods: 1,
  // Its chart keeps the definition as that of cert-manager does, which is no guard against pruning.
  prune: false,
  kinds: {
    cluster: [...installed.access.cluster, installed.definitions],
    namespaced: [...installed.access.namespaced, ...installed.workloads],
  },
  values(settings) {
    return { fullnameOverride: 'sealed-secrets-controller', priorityClassName, resources: podResources(settings) };
  },
};
