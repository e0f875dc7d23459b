import type { KubernetesObject } from '../../kubernetes';
import type { SealingNeed } from './sealed-files';
import { type SealedSecretObject, sealedSecretKind } from './sealed-secret';

/** A needed Secret of which some keys are not sealed; all of them if there is no SealedSecret. */
export interface Unsealed {
  readonly need: SealingNeed;
  readonly keys: readonly string[];
}

/** What of these Secrets no SealedSecret among the objects brings. */
export function unsealedSecrets(needs: readonly SealingNeed[], objects: Iterable<KubernetesObject>): Unsealed[] {
  const sealed = new Map<string, readonly string[]>();
  for (const object of objects) {
    if (object.kind !== sealedSecretKind.kind) continue;
    const { metadata, spec } = object as SealedSecretObject;
    sealed.set(`${metadata.namespace}/${metadata.name}`, Object.keys(spec?.encryptedData ?? {}));
  }
  return needs.flatMap((need): Unsealed[] => {
    const there = sealed.get(`${need.namespace}/${need.name}`) ?? [];
    const keys = need.keys.filter((key) => !there.includes(key));
    return keys.length === 0 ? [] : [{ need, keys }];
  });
}
