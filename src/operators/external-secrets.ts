import { charts } from '../images';
import { keepAlways } from '../kubernetes';
import type { OperatorDefinition } from './operator-definition';
import { installed, podResources, priorityClassName } from './values';

/** External Secrets Operator. */
export const externalSecrets: OperatorDefinition = {
  name: 'externalSecrets',
  title: 'External Secrets Operator.',
  namespace: 'external-secrets',
  resources: { cpu: '50m', memory: '128Mi' },
  application: 'external-secrets',
  chart: charts.externalSecrets,
  provides: ['external-secrets.io', 'generators.external-secrets.io'],
  pods: 3,
  kinds: {
    cluster: [...installed.access.cluster, installed.definitions, installed.validation],
    namespaced: [...installed.access.namespaced, ...installed.workloads, '/Secret'],
  },
  values(settings) {
    const each = { priorityClassName, resources: podResources(settings) };
    return {
      installCRDs: true,
      crds: { annotations: { ...keepAlways } },
      ...each,
      webhook: each,
      certController: each,
    };
  },
};
