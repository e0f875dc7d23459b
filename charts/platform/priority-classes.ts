import { Application, createPriorityClass, type Environment, priorities, type System } from 'cdk8s-tiers';

/** The four classes. */
export function addPriorityClasses(platform: System, environment: Environment): void {
  const application = new Application(platform, 'priority-classes', {
    namespace: environment.argocd.namespace,
    managedNamespace: false,
  });
  for (const priority of Object.values(priorities)) createPriorityClass(application, priority);
}
