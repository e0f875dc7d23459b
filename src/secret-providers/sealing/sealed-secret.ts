import type { KeyObject } from 'node:crypto';
import { managedBy } from '../../kubernetes/labels';
import type { KubernetesObject } from '../../kubernetes/object';
import { compare } from '../../problem';
import { sealValue } from './encrypt';

/** A SealedSecret, as far as it is read here. */
export interface SealedSecretObject extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & { namespace: string };
  spec: { encryptedData: Record<string, string>; template: Record<string, unknown> };
}

/** `bitnami.com/v1alpha1`, of the Sealed Secrets controller. */
export const sealedSecretKind = { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret' } as const;

/** Seals values as one Secret: strict scope, so that it can be unsealed under this namespace and name only. */
export function sealSecret(
  { namespace, name, type = 'Opaque' }: { readonly namespace: string; readonly name: string; readonly type?: string },
  values: ReadonlyMap<string, Buffer>,
  publicKey: KeyObject,
): SealedSecretObject {
  return {
    ...sealedSecretKind,
    metadata: { name, namespace, labels: { ...managedBy } },
    spec: {
      encryptedData: sealValues({ namespace, name }, values, publicKey),
      template: { metadata: { name, namespace, labels: { ...managedBy } }, type },
    },
  };
}

/** Adds keys to a sealed Secret; those it has stay as they are, byte by byte. */
export function addSealedKeys(
  sealed: SealedSecretObject,
  values: ReadonlyMap<string, Buffer>,
  publicKey: KeyObject,
): SealedSecretObject {
  const encryptedData = { ...sealValues(sealed.metadata, values, publicKey), ...sealed.spec.encryptedData };
  return { ...sealed, spec: { ...sealed.spec, encryptedData: sortKeys(encryptedData) } };
}

function sealValues(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  values: ReadonlyMap<string, Buffer>,
  publicKey: KeyObject,
): Record<string, string> {
  return sortKeys(
    Object.fromEntries([...values].map(([key, value]) => [key, sealValue(value, publicKey, namespace, name)])),
  );
}

function sortKeys(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).sort(([a], [b]) => compare(a, b)));
}
