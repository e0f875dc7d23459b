import { z } from 'zod';
import { hostname } from './address';

const manual = z.strictObject({
  provider: z.literal('manual').describe('Secrets are made in the cluster by the command `secrets create`.'),
});

const externalSecrets = z.strictObject({
  provider: z
    .literal('external-secrets')
    .describe('Internal passwords are generated in the cluster, outside credentials come from a store.'),
  store: z
    .strictObject({
      name: hostname().describe('Name of the store.'),
      kind: z.enum(['SecretStore', 'ClusterSecretStore']).default('ClusterSecretStore').describe('Kind of the store.'),
      keyPrefix: z.string().default('').describe('What comes before the key of every outside credential in the store.'),
    })
    .describe('Store that holds the credentials which come from outside.'),
});

const sealedSecrets = z.strictObject({
  provider: z
    .literal('sealed-secrets')
    .describe('Secrets are encrypted for the cluster by the command `secrets seal`.'),
  certificate: z
    .string()
    .min(1)
    .describe("File with the cluster's public sealing certificate (PEM), relative to the folder of this file."),
});

/** How Secrets get into the cluster. */
export const secrets = z.discriminatedUnion('provider', [manual, externalSecrets, sealedSecrets]);
