import { charts } from '../images';
import type { OperatorDefinition } from './operator-definition';
import { installed, podResources, priorityClassName } from './values';

/** cert-manager. */
export const certManager: OperatorDefinition = {
  name: 'certManager',
  title: 'cert-manager, which issues the certificates of Ingresses.',
  namespace: 'cert-manager',
  resources: { cpu: '50m', memory: '128Mi' },
  application: 'cert-manager',
  chart: charts.certManager,
  provides: ['cert-manager.io', 'acme.cert-manager.io'],
  pods: 3,
  // `crds.keep` is no guard: Argo CD heeds it when an Application is deleted, not when it prunes, and the chart has no other.
  prune: false,
  kinds: {
    cluster: [...installed.access.cluster, installed.definitions, installed.validation, installed.mutation],
    namespaced: [...installed.access.namespaced, ...installed.workloads],
  },
  values(settings) {
    const each = { resources: podResources(settings) };
    return {
      crds: { enabled: true, keep: true },
      global: {
        priorityClassName,
        // Its own namespace instead of kube-system.
        leaderElection: { namespace: settings.namespace },
      },
      ...each,
      webhook: each,
      cainjector: each,
      // A hook Job that only looks whether the rest works.
      startupapicheck: { enabled: false },
    };
  },
};
