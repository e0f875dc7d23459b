import type { Operator } from '../environment';
import { priorities } from '../kubernetes';

/** Class of the operators' pods: what they serve stands still without them. */
export const priorityClassName = priorities.alwaysUp.name;

/** Request and limit of each pod. */
export function podResources({ resources: { cpu, memory } }: Operator) {
  return { requests: { cpu, memory }, limits: { memory } };
}

/** Kinds that operators' charts have in common. */
export const installed = {
  access: {
    cluster: ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding'],
    namespaced: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/RoleBinding', '/ServiceAccount'],
  },
  definitions: 'apiextensions.k8s.io/CustomResourceDefinition',
  validation: 'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  mutation: 'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  workloads: ['apps/Deployment', '/Service'],
} as const;
