import { Application, type Environment, KubeObject, keepAlways, type System } from 'cdk8s-tiers';

/**
 * Takes over the health that an Application reports of itself. Argo CD has left it out since 1.8, and without it a parent goes
 * on at once: waves between Applications would mean nothing. Source: Argo CD docs, health.
 */
const applicationHealth = `local health = { status = "Progressing", message = "no health reported yet" }
local reported = obj.status and obj.status.health
if reported and reported.status then
  health.status = reported.status
  health.message = reported.message or ""
end
return health
`;

/** One key of Argo CD's own ConfigMap; server-side apply leaves the others to whoever set them. */
export function addArgoCdSettings(platform: System, environment: Environment): void {
  const application = new Application(platform, 'argocd-settings', {
    namespace: environment.argocd.namespace,
    managedNamespace: false,
  });
  new KubeObject(
    application,
    'argocd-cm',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'argocd-cm',
      // Argo CD reads settings only where it finds this label.
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: keepAlways,
    },
    () => ({ data: { 'resource.customizations.health.argoproj.io_Application': applicationHealth } }),
  );
}
