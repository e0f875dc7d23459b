import { dirname } from 'node:path';
import { SealedSecret } from '@cdk8s-tiers/imports/bitnami.com';
import { z } from 'zod';
import type { Environment } from '../environment';
import { groupOf, KubeObject, keepAlways } from '../kubernetes';
import { readSealedSecrets, type SealedSecretObject, sealedFolder } from './sealing';
import { defineSecretProvider, type SecretProvider } from './secret-provider';

/** Secrets that were encrypted for the cluster and are kept, sealed, beside the environment's file. */
export const sealedSecrets = defineSecretProvider({
  name: 'sealed-secrets',
  title: 'Secrets are encrypted for the cluster by the command `secrets seal`.',
  schema: z.strictObject({
    certificate: z
      .string()
      .min(1)
      .describe("File with the cluster's public sealing certificate (PEM), relative to the folder of this file."),
  }),
  create: (_, environment) => providerOf(readSealedSecrets(folderOf(environment))),
});

/** The sealed Secrets of an environment lie beside its file. */
function folderOf({ file, name }: Environment): string {
  return sealedFolder(dirname(file), name);
}

/**
 * A SealedSecret is emitted byte for byte: its ciphertext is random, so nothing is sealed here. What is not sealed yet is only
 * promised by the index, which the sealing reads.
 */
function providerOf(sealed: readonly SealedSecretObject[]): SecretProvider {
  return {
    supply: 'seal',
    createObjects(scope, { namespace, name }) {
      const { apiVersion, kind } = SealedSecret.GVK;
      const found = sealed.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
      if (found) {
        new KubeObject(scope, 'sealed-secret', { apiVersion, kind, name, annotations: keepAlways }, () => ({
          spec: found.spec,
        }));
      }
      return { group: groupOf(apiVersion), kind, name };
    },
  };
}
