import { Application, ArgoCdSettings, type Environment, type System } from 'cdk8s-tiers';

/** What Argo CD is told of the health of kinds, by an Application of its own. */
export function addArgoCdSettings(platform: System, environment: Environment): void {
  const application = new Application(platform, 'argocd-settings', {
    namespace: environment.argocd.namespace,
    managedNamespace: false,
  });
  new ArgoCdSettings(application);
}
