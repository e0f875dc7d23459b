import { Application, type EnvironmentRoot, type System } from 'cdk8s-tiers';

/** What Argo CD is told of the health of kinds, kept by an Application of its own. */
export function addArgoCdSettings(platform: System, { environment, argoCd }: EnvironmentRoot): void {
  const { namespace } = environment.argocd;
  argoCd.keepSettings(new Application(platform, 'argocd-settings', { namespace, managedNamespace: false }));
}
