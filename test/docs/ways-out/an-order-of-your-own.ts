import type { Application, HelmOperator, WebService } from 'cdk8s-tiers';
import { KubeObject } from 'cdk8s-tiers';

/** Tiers, objects, Applications and operators wait for each other. */
export function waitForOthers(app: Application, web: WebService, worker: WebService, operator: HelmOperator): void {
  const settings = new KubeObject(app, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' }, () => ({
    data: { level: 'info' },
  }));
  web.node.addDependency(settings);
  worker.node.addDependency(web);
  app.node.addDependency(operator);
}
