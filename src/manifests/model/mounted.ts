import { type Fields, fields, list, text } from '../fields';
import { type EmbeddedFile, embeddedFiles } from './embedded';
import type { ManifestModel } from './manifest-model';
import type { ContainerAt } from './pod-template';

/** A volume mount of a container, with the volume behind it. */
export interface Mount {
  readonly path: string;
  readonly subPath?: string;
  readonly volume: Fields;
  /** Path of the mount below the object. */
  readonly field: string;
  /** Whether the volume outlives the pod: a claim, a claim template, or a folder of the node. */
  readonly lasting: boolean;
}

/** The volume mounts of a container. */
export function mountsOf(context: ManifestModel, container: ContainerAt): readonly Mount[] {
  const volumes = context.volumes(container.template);
  return list(container.fields.volumeMounts).map((item, index) => {
    const { name, mountPath, subPath } = fields(item);
    const volume = volumes.get(text(name) ?? '');
    const lasting = volume === undefined || volume.persistentVolumeClaim !== undefined || volume.hostPath !== undefined;
    const path = (text(mountPath) ?? '').replace(/(.)\/+$/, '$1');
    const field = `${container.path}.volumeMounts[${index}]`;
    return { path, volume: volume ?? {}, field, lasting, ...(typeof subPath === 'string' ? { subPath } : {}) };
  });
}

/** A file of a ConfigMap at the place where a container sees it. */
export interface MountedFile extends EmbeddedFile {
  readonly location: string;
}

/** The ConfigMap files that a container sees. */
export function mountedFiles(context: ManifestModel, container: ContainerAt): readonly MountedFile[] {
  const found: MountedFile[] = [];
  for (const { path, volume, subPath } of mountsOf(context, container)) {
    const sources = [
      volume.configMap,
      ...list(fields(volume.projected).sources).map((source) => fields(source).configMap),
    ];
    for (const source of sources) {
      const { name, items } = fields(source);
      const entry = context.find('ConfigMap', container.template.namespace, text(name) ?? '');
      if (entry === undefined) continue;
      for (const file of embeddedFiles(entry)) {
        const item = list(items).find((candidate) => fields(candidate).key === file.key);
        if (items !== undefined && item === undefined) continue;
        const relative = text(fields(item).path) ?? file.key;
        if (subPath === undefined) found.push({ ...file, location: `${path}/${relative}` });
        else if (subPath === relative) found.push({ ...file, location: path });
      }
    }
  }
  return found;
}

/** Everything a container is told: its files, words and plain variables, as one text. */
export function toldTo(context: ManifestModel, container: ContainerAt): string {
  const files = mountedFiles(context, container).map((file) => file.text);
  const env = container.env.map(({ name, value }) => `${name}=${value}`);
  return [...files, ...container.words, ...env].join('\n');
}

/** The plain environment of a container, with what whole ConfigMaps give it. */
export function environmentOf(context: ManifestModel, container: ContainerAt): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const item of list(container.fields.envFrom)) {
    const name = text(fields(fields(item).configMapRef).name);
    const entry = name === undefined ? undefined : context.find('ConfigMap', container.template.namespace, name);
    for (const [key, value] of Object.entries(fields(entry?.object.data))) found.set(key, String(value));
  }
  for (const item of list(container.fields.env)) {
    const { name, key } = fields(fields(fields(item).valueFrom).configMapKeyRef);
    const entry = typeof name === 'string' ? context.find('ConfigMap', container.template.namespace, name) : undefined;
    const value = fields(entry?.object.data)[text(key) ?? ''];
    if (typeof value === 'string') found.set(text(fields(item).name) ?? '', value);
  }
  for (const { name, value } of container.env) found.set(name, value);
  return found;
}
