import { charts } from '../images';
import { keepAlways } from '../kubernetes';
import type { OperatorDefinition } from './operator-definition';
import { installed, podResources, priorityClassName } from './values';

/** KEDA. Its definitions are kept: without them all ScaledJobs go, and their Jobs with them. */
export const keda: OperatorDefinition = {
  name: 'keda',
  title: 'KEDA, which starts Jobs for messages in queues.',
  namespace: 'keda',
  resources: { cpu: '100m', memory: '256Mi' },
  application: 'keda',
  chart: charts.keda,
  provides: ['keda.sh', 'eventing.keda.sh'],
  pods: 3,
  kinds: {
    cluster: [
      ...installed.access.cluster,
      installed.definitions,
      installed.validation,
      'apiregistration.k8s.io/APIService',
    ],
    namespaced: [...installed.access.namespaced, ...installed.workloads],
    // A binding that lets its metrics server read how the API server authenticates.
    namespaces: ['kube-system'],
  },
  values(settings) {
    const { requests, limits } = podResources(settings);
    // The chart's own values have a limit of CPU, and only null takes it out.
    const each = { requests, limits: { ...limits, cpu: null } };
    return {
      crds: { install: true, additionalAnnotations: { ...keepAlways } },
      operator: { name: 'keda-operator' },
      priorityClassName,
      prometheus: { operator: { enabled: true } },
      resources: { operator: each, metricServer: each, webhooks: each },
    };
  },
};
