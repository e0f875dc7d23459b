/** API groups that Kubernetes itself serves. */
const groups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'autoscaling', 'policy', 'extensions']);

/** Whether a group is served by Kubernetes itself, not by a custom resource definition. */
export function isBuiltIn(group: string): boolean {
  return groups.has(group) || group.endsWith('.k8s.io');
}

/** Namespaces every cluster has. */
export const clusterNamespaces: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
]);
