import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  type Container,
  type EnvironmentVariables,
  groupOf,
  type KindRegistry,
  type KubernetesObject,
  manifestOf,
} from '../kubernetes';
import { defaultUser } from './pod-settings';

/** Metadata and spec of pods, as far as a guest's are looked at. */
export interface PodTemplate {
  metadata: { labels?: Record<string, string>; annotations?: Record<string, string> } | undefined;
  readonly spec:
    | {
        containers?: { name: string; env?: { name: string }[] }[];
        initContainers?: { name: string; restartPolicy?: string }[];
        imagePullSecrets?: { name: string }[];
      }
    | undefined;
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

/** Annotates the pods of a template. */
export function annotatePods(template: PodTemplate, annotations: Readonly<Record<string, string>>): void {
  if (Object.keys(annotations).length === 0) return;
  template.metadata = { ...template.metadata, annotations: { ...template.metadata?.annotations, ...annotations } };
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

/** Puts containers before the init containers that are there, behind sidecars alone. @throws if one has the name of another */
export function giveInitContainers({ spec }: PodTemplate, containers: readonly Container[]): void {
  if (!spec || containers.length === 0) return;
  const there = spec.initContainers ?? [];
  const known = [...there, ...(spec.containers ?? [])].map(({ name }) => name);
  const double = containers.find(({ name }) => known.includes(name));
  if (double) throw new Error(`two containers of the pod are named '${double.name}', rename one of them`);
  const others = there.findIndex(({ restartPolicy }) => restartPolicy !== 'Always');
  const place = others === -1 ? there.length : others;
  spec.initContainers = [...there.slice(0, place), ...containers.map(restricted), ...there.slice(place)];
}

/** A container that needs nothing of the pod it stands in: the guest's may say no user. */
function restricted(container: Container) {
  const spec = container.toSpec();
  const { uid: runAsUser, gid: runAsGroup } = defaultUser;
  const user = { runAsNonRoot: true, runAsUser, runAsGroup, seccompProfile: { type: 'RuntimeDefault' } };
  return { ...spec, securityContext: { ...spec.securityContext, ...user } };
}

/** Adds logins to registries, by name. */
export function givePullSecrets({ spec }: PodTemplate, names: ReadonlySet<string>): void {
  if (!spec || names.size === 0) return;
  const all = new Set([...(spec.imagePullSecrets ?? []).map(({ name }) => name), ...names]);
  spec.imagePullSecrets = [...all].map((name) => ({ name }));
}

function selectorOf(manifest: KubernetesObject | undefined): Record<string, string> | undefined {
  return (manifest?.spec as { selector?: { matchLabels?: Record<string, string> } } | undefined)?.selector?.matchLabels;
}
