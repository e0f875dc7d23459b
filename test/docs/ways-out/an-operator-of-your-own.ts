import type { OperatorDefinition } from 'cdk8s-tiers';

/** Strimzi, installed where something is of its groups; the file may set it below `operators.strimzi`. */
export const strimzi: OperatorDefinition = {
  name: 'strimzi',
  title: 'Strimzi, which runs Kafka.',
  namespace: 'strimzi',
  resources: { cpu: '200m', memory: '384Mi' },
  application: 'strimzi',
  chart: { repository: 'https://strimzi.io/charts', chart: 'strimzi-kafka-operator', version: '0.47.0' },
  provides: ['kafka.strimzi.io', 'core.strimzi.io'],
  pods: 1,
  kinds: {
    cluster: ['apiextensions.k8s.io/CustomResourceDefinition', 'rbac.authorization.k8s.io/ClusterRole'],
    namespaced: ['apps/Deployment', '/ServiceAccount', '/ConfigMap', 'rbac.authorization.k8s.io/RoleBinding'],
  },
  values: ({ resources: { cpu, memory } }) => ({
    watchAnyNamespace: true,
    resources: { requests: { cpu, memory }, limits: { memory } },
  }),
};
