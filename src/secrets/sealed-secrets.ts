import { SealedSecret } from '@cdk8s-tiers/imports/bitnami.com';
import type { Construct } from 'constructs';
import { KubeObject, keepAlways } from '../kubernetes';
import { EnvironmentRoot } from '../system';
import type { SecretRequirement } from './credential';

/**
 * Emits the SealedSecret that has been made for a Secret, byte for byte: its ciphertext is random, so nothing is sealed here.
 * What is not sealed yet is only promised by the index, which the sealing reads.
 */
export function emitSealedSecret(scope: Construct, secret: SecretRequirement): void {
  const sealed = EnvironmentRoot.of(scope).sealedSecrets.find(
    ({ metadata }) => metadata.namespace === secret.namespace && metadata.name === secret.name,
  );
  if (!sealed) return;
  new KubeObject(scope, 'sealed-secret', { ...SealedSecret.GVK, name: secret.name, annotations: keepAlways }, () => ({
    spec: sealed.spec,
  }));
}
