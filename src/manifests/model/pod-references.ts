import { dig, fields, list, text } from '../fields';
import type { PodTemplate } from './pod-template';

/** A ConfigMap or Secret that a pod needs to start. */
export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Keys that must be in it. */
  readonly keys: readonly string[];
  readonly optional: boolean;
  /** Path below the object. */
  readonly path: string;
}

/** Every ConfigMap and Secret a pod template names: in `env`, `envFrom`, volumes, projected volumes and pull secrets. */
export function podReferences(template: PodTemplate): readonly PodReference[] {
  const found: PodReference[] = [];
  const add = (
    kind: PodReference['kind'],
    source: unknown,
    nameKey: string,
    path: string,
    keys: readonly string[],
  ): void => {
    if (source === undefined) return;
    const name = text(fields(source)[nameKey]) ?? '';
    found.push({ kind, name, keys, optional: fields(source).optional === true, path });
  };
  for (const container of template.containers) {
    list(container.fields.env).forEach((item, index) => {
      const { configMapKeyRef, secretKeyRef } = fields(fields(item).valueFrom);
      const path = `${container.path}.env[${index}].valueFrom`;
      add('ConfigMap', configMapKeyRef, 'name', `${path}.configMapKeyRef`, keyOf(configMapKeyRef));
      add('Secret', secretKeyRef, 'name', `${path}.secretKeyRef`, keyOf(secretKeyRef));
    });
    list(container.fields.envFrom).forEach((item, index) => {
      const { configMapRef, secretRef } = fields(item);
      add('ConfigMap', configMapRef, 'name', `${container.path}.envFrom[${index}].configMapRef`, []);
      add('Secret', secretRef, 'name', `${container.path}.envFrom[${index}].secretRef`, []);
    });
  }
  list(template.spec.volumes).forEach((item, index) => {
    const { configMap, secret, projected } = fields(item);
    const path = `${template.specPath}.volumes[${index}]`;
    add('ConfigMap', configMap, 'name', `${path}.configMap`, itemKeys(configMap));
    add('Secret', secret, 'secretName', `${path}.secret`, itemKeys(secret));
    list(fields(projected).sources).forEach((source, at) => {
      const parts = fields(source);
      const inner = `${path}.projected.sources[${at}]`;
      add('ConfigMap', parts.configMap, 'name', `${inner}.configMap`, itemKeys(parts.configMap));
      add('Secret', parts.secret, 'name', `${inner}.secret`, itemKeys(parts.secret));
    });
  });
  list(template.spec.imagePullSecrets).forEach((item, index) => {
    add('Secret', item, 'name', `${template.specPath}.imagePullSecrets[${index}]`, []);
  });
  return found;
}

function keyOf(reference: unknown): readonly string[] {
  const key = text(dig(reference, 'key'));
  return key === undefined ? [] : [key];
}

function itemKeys(volume: unknown): readonly string[] {
  return list(fields(volume).items).flatMap((item) => text(fields(item).key) ?? []);
}
