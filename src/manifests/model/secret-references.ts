import { fields, list, text } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';

/** A Secret that something other than a pod names. */
export interface SecretReference {
  readonly entry: Entry;
  readonly field: string;
  readonly namespace: string;
  readonly name: string;
  readonly key?: string;
}

/** Secrets named by TriggerAuthentications and by the TLS section of an Ingress whose certificate nobody issues. */
export function* otherSecretReferences(context: ManifestModel): Iterable<SecretReference> {
  for (const entry of context.ofKind('keda.sh/TriggerAuthentication')) {
    for (const [index, item] of list(entry.spec.secretTargetRef).entries()) {
      const { name, key } = fields(item);
      if (typeof name !== 'string') continue;
      const field = `spec.secretTargetRef[${index}]`;
      yield { entry, field, namespace: entry.namespace, name, ...(typeof key === 'string' ? { key } : {}) };
    }
  }
  for (const entry of context.ofKind('networking.k8s.io/Ingress')) {
    if (Object.keys(entry.annotations).some((key) => key.startsWith('cert-manager.io/'))) continue;
    for (const [index, item] of list(entry.spec.tls).entries()) {
      const name = text(fields(item).secretName);
      if (name === undefined) continue;
      yield { entry, field: `spec.tls[${index}].secretName`, namespace: entry.namespace, name };
    }
  }
}
