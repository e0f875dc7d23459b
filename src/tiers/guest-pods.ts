import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  type EnvironmentVariables,
  groupOf,
  type KindRegistry,
  type KubernetesObject,
  manifestOf,
} from '../kubernetes';

/** Metadata and spec of pods, as far as a guest's are looked at. */
export interface PodTemplate {
  metadata: { labels?: Record<string, string> } | undefined;
  readonly spec: { containers?: { name: string; env?: { name: string }[] }[] } | undefined;
}

/** An object of others that makes pods. */
export interface PodMaker {
  readonly object: ApiObject;
  /** Labels by which it selects its pods, for ever; empty if it selects them by none that is fit for policies. */
  readonly selected: Readonly<Record<string, string>>;
}

// A hash of the place in the tree, by which cdk8s-plus selects what it is not told otherwise.
const addressLabel = 'cdk8s.io/metadata.addr';

/** The objects at and below a construct that make pods. */
export function podMakersOf(construct: IConstruct, kinds: KindRegistry): PodMaker[] {
  return construct.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .filter(({ apiVersion, kind }) => kinds.podTemplateOf(groupOf(apiVersion), kind))
    .map((object) => {
      const { [addressLabel]: _, ...selected } = selectorOf(manifestOf(object)) ?? {};
      return { object, selected };
    });
}

/** The template of a manifest's pods. */
export function podTemplateOf(manifest: KubernetesObject, kinds: KindRegistry): PodTemplate | undefined {
  const place = kinds.podTemplateOf(groupOf(manifest.apiVersion), manifest.kind);
  return place?.path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], manifest) as
    | PodTemplate
    | undefined;
}

/** Labels the pods of a manifest, and selects them by these labels where pods are selected: the cluster does it for Jobs. */
export function labelPods(manifest: KubernetesObject, template: PodTemplate, labels: Readonly<Record<string, string>>) {
  template.metadata = { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } };
  const spec = manifest.spec as { selector?: object } | undefined;
  if (!spec || /Job$|^Pod$/.test(manifest.kind)) return;
  spec.selector = { ...spec.selector, matchLabels: { ...selectorOf(manifest), ...labels } };
}

/** Gives every container the variables. @throws if one of them is set already */
export function giveVariables(template: PodTemplate, variables: EnvironmentVariables): void {
  for (const container of template.spec?.containers ?? []) {
    const double = container.env?.find(({ name }) => variables.has(name));
    if (double) {
      throw new Error(
        `environment variable '${double.name}' of container '${container.name}' is set already, give the connection another \`env\``,
      );
    }
    if (!variables.isEmpty) container.env = [...(container.env ?? []), ...variables.toSpec()];
  }
}

function selectorOf(manifest: KubernetesObject | undefined): Record<string, string> | undefined {
  return (manifest?.spec as { selector?: { matchLabels?: Record<string, string> } } | undefined)?.selector?.matchLabels;
}
