import { dig, fields, list, text } from '../../../manifests/fields';
import { type Entry, mountsOf, volumeFiles } from '../../../manifests/model';
import { containers, each, pods } from '../../builders';
import type { CheckContext } from '../../context';
import type { Rule } from '../../rule';

export const volumeReferenceRules: readonly Rule[] = [
  {
    id: 'ref-pvc',
    title: 'a pod names a claim that nobody makes',
    severity: 'error',
    why: 'the pod stays Pending for ever',
    mend: 'add the PersistentVolumeClaim in the namespace of the pod, or correct the name',
    check: each(pods, function* (template, context) {
      for (const [index, volume] of list(template.spec.volumes).entries()) {
        const name = text(dig(volume, 'persistentVolumeClaim', 'claimName'));
        if (name === undefined || context.exists('PersistentVolumeClaim', template.namespace, name)) continue;
        if (ofStatefulSet(context, template.namespace, name)) continue;
        const field = `${template.specPath}.volumes[${index}].persistentVolumeClaim.claimName`;
        yield { field, value: `${template.namespace}/${name}` };
      }
    }),
  },
  {
    id: 'ref-storage-class',
    title: 'a claim names a StorageClass that is not here',
    severity: 'warning',
    why: 'without it and without a volume of that class the claim stays Pending',
    mend: 'add the class or a volume of it, or say that the cluster has it with --external StorageClass/name',
    *check(context) {
      const ofVolumes = new Set(
        context.ofKind('PersistentVolume').map((volume) => text(volume.spec.storageClassName) ?? ''),
      );
      for (const { entry, name, field } of classes(context)) {
        if (name === '' || ofVolumes.has(name) || context.exists('StorageClass', '', name)) continue;
        yield { entry, field, value: name };
      }
    },
  },
  {
    id: 'ref-sub-path',
    title: 'a file is mounted that its volume does not hold',
    severity: 'error',
    why: 'the container finds an empty folder in its place, or does not start',
    mend: 'correct subPath, or add the key',
    source: 'Kubernetes docs, volumes',
    check: each(containers, function* (container, context) {
      for (const { subPath, volume, field } of mountsOf(context, container)) {
        if (subPath === undefined || subPath.includes('/')) continue;
        const files = volumeFiles(context, container.template.namespace, volume);
        const folders = files === undefined ? [] : [...files].map((file) => file.split('/')[0]);
        if (files !== undefined && !folders.includes(subPath)) yield { field: `${field}.subPath`, value: subPath };
      }
    }),
  },
  {
    id: 'ref-volume',
    title: 'a container mounts a volume that the pod does not declare',
    severity: 'error',
    why: 'the API server refuses the pod',
    mend: 'declare the volume in the pod (or a claim template of that name), or correct the name',
    check: each(pods, function* (template, context) {
      const names = new Set(context.volumes(template).keys());
      for (const claim of list(template.entry.spec.volumeClaimTemplates))
        names.add(text(dig(claim, 'metadata', 'name')) ?? '');
      for (const container of template.containers) {
        for (const part of ['volumeMounts', 'volumeDevices']) {
          for (const [index, mount] of list(container.fields[part]).entries()) {
            const name = text(fields(mount).name) ?? '';
            if (!names.has(name)) yield { field: `${container.path}.${part}[${index}].name`, value: name };
          }
        }
      }
    }),
  },
  {
    id: 'volume-unused',
    title: 'a pod declares a volume that no container mounts',
    severity: 'warning',
    why: 'the files that should be kept or read there are somewhere else',
    mend: 'mount it in the container that needs it, or remove it',
    check: each(pods, function* (template) {
      const used = new Set(
        template.containers.flatMap(({ fields: container }) =>
          [...list(container.volumeMounts), ...list(container.volumeDevices)].map((mount) => fields(mount).name),
        ),
      );
      const declared = list(template.spec.volumes).map((volume, index) => ({
        name: fields(volume).name,
        path: `${template.specPath}.volumes[${index}]`,
      }));
      const claims = list(template.entry.spec.volumeClaimTemplates).map((claim, index) => ({
        name: dig(claim, 'metadata', 'name'),
        path: `spec.volumeClaimTemplates[${index}]`,
      }));
      for (const { name, path } of [...declared, ...claims]) {
        if (typeof name === 'string' && !used.has(name)) yield { field: path, value: name };
      }
    }),
  },
  {
    id: 'volume-without-source',
    title: 'a volume does not say where its files come from',
    severity: 'error',
    why: 'the API server silently makes it an emptyDir: the container finds no files, and what it writes is lost',
    mend: 'name its configMap, secret or persistentVolumeClaim; write emptyDir: {} if that is meant',
    source: 'Kubernetes API, Volume',
    check: each(pods, function* ({ spec, specPath }) {
      for (const [index, volume] of list(spec.volumes).entries()) {
        const keys = Object.keys(fields(volume));
        if (keys.length === 1 && keys[0] === 'name')
          yield { field: `${specPath}.volumes[${index}]`, value: fields(volume).name };
      }
    }),
  },
];

/** A claim that a StatefulSet makes is called `<template>-<set>-<ordinal>`. */
function ofStatefulSet(context: CheckContext, namespace: string, name: string): boolean {
  const made = context.memo('claims-of-sets', () => {
    const names = new Set<string>();
    for (const { namespace: place, name: set, spec } of context.ofKind('apps/StatefulSet')) {
      for (const claim of list(spec.volumeClaimTemplates))
        names.add(`${place}/${dig(claim, 'metadata', 'name')}-${set}`);
    }
    return names;
  });
  return made.has(`${namespace}/${name.replace(/-\d+$/, '')}`);
}

function* classes(context: CheckContext): Iterable<{ entry: Entry; name: string; field: string }> {
  for (const entry of context.ofKind('PersistentVolumeClaim')) {
    yield { entry, name: text(entry.spec.storageClassName) ?? '', field: 'spec.storageClassName' };
  }
  for (const entry of context.ofKind('apps/StatefulSet')) {
    for (const [index, claim] of list(entry.spec.volumeClaimTemplates).entries()) {
      const name = text(dig(claim, 'spec', 'storageClassName')) ?? '';
      yield { entry, name, field: `spec.volumeClaimTemplates[${index}].spec.storageClassName` };
    }
  }
}
