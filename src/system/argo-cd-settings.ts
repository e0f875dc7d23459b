import { ApiObject } from 'cdk8s';
import { healthSettings } from '../gitops';
import { groupOf, KubeObject, type KubernetesObject, keepAlways, managedBy } from '../kubernetes';
import type { Application } from './application';
import { EnvironmentRoot } from './environment-root';

/**
 * The keys of Argo CD's own ConfigMap `argocd-cm` that waves between Applications rest on: how healthy what is. Whoever installs
 * Argo CD owns all else of the object, so it has no label of ours; by server-side apply each has the keys that he sets.
 * `bootstrap.yaml` holds it too: the first sync of the root needs it.
 */
export class ArgoCdSettings extends KubeObject {
  constructor(application: Application, id = 'argocd-cm') {
    const root = EnvironmentRoot.of(application);
    const props = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'argocd-cm',
      // Argo CD reads settings only where it finds this label.
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: keepAlways,
    };
    super(application, id, props, () => ({ data: healthSettings(root.environment, (kind) => emits(root, kind)) }));
    root.argoCd.bootstrap(this);
  }

  /** What is written: without the labels that the Application's objects have. */
  override toJson(): KubernetesObject | undefined {
    const object = super.toJson();
    if (object === undefined) return undefined;
    const { metadata } = object;
    const ours = new Set(['app', ...Object.keys(managedBy)]);
    const labels = Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([label]) => !ours.has(label)));
    return { ...object, metadata: { ...metadata, labels } };
  }
}

function emits(root: EnvironmentRoot, kind: string): boolean {
  const is = (found: ApiObject) =>
    [groupOf(found.apiVersion), found.kind].filter((part) => part !== '').join('/') === kind;
  return root.node.findAll().some((found) => ApiObject.isApiObject(found) && is(found));
}
