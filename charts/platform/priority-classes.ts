import { Application, type Environment, KubeObject, priorities, type System } from 'cdk8s-tiers';

/**
 * The four classes. None is the default: every pod names its own. Value and policy can't be changed in a cluster, a new number
 * needs a new name.
 */
export function addPriorityClasses(platform: System, environment: Environment): void {
  const application = new Application(platform, 'priority-classes', {
    namespace: environment.argocd.namespace,
    managedNamespace: false,
  });
  for (const { name, value, preemptionPolicy, description } of Object.values(priorities)) {
    new KubeObject(application, name, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name }, () => ({
      value,
      preemptionPolicy,
      description,
    }));
  }
}
