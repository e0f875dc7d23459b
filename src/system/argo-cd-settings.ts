import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Environment } from '../environment';
import { healthSettings } from '../gitops';
import { groupOf, KubeObject, type KubernetesObject, keepAlways, managedBy } from '../kubernetes';

/** Which environment the settings are for. */
export interface ArgoCdSettingsProps {
  readonly environment: Environment;
  /** The part of the tree that is the environment's. */
  readonly root: IConstruct;
  /** Why they are not written, asked when rendering. @default - they are */
  readonly absent?: () => string | undefined;
}

/**
 * The keys of Argo CD's own ConfigMap `argocd-cm` that waves between Applications rest on: how healthy what is. Whoever installs
 * Argo CD owns all else of the object, so it has no label of ours; by server-side apply each has the keys that he sets.
 */
export class ArgoCdSettings extends KubeObject {
  constructor(scope: Construct, id: string, { environment, root, absent }: ArgoCdSettingsProps) {
    const props = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'argocd-cm',
      // Argo CD reads settings only where it finds this label.
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: keepAlways,
      ...(absent && { absent }),
    };
    super(scope, id, props, () => ({ data: healthSettings(environment, (kind) => emits(root, kind)) }));
  }

  /** What is written: without the labels that other objects of its chart have. */
  override toJson(): KubernetesObject | undefined {
    const object = super.toJson();
    if (object === undefined) return undefined;
    const { metadata } = object;
    const ours = new Set(['app', ...Object.keys(managedBy)]);
    const labels = Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([label]) => !ours.has(label)));
    return { ...object, metadata: { ...metadata, labels } };
  }
}

function emits(root: IConstruct, kind: string): boolean {
  const is = (found: ApiObject) =>
    [groupOf(found.apiVersion), found.kind].filter((part) => part !== '').join('/') === kind;
  return root.node.findAll().some((found) => ApiObject.isApiObject(found) && is(found));
}
