import { ApiObject } from 'cdk8s';
import { defineSecretProvider, type SecretProvider, z } from 'cdk8s-tiers';

/** Vault's own operator copies each Secret; the file says `secrets: { provider: vault, mount: kv }`. */
export const vault = defineSecretProvider({
  name: 'vault',
  title: 'Secrets are copied from Vault.',
  schema: z.strictObject({ mount: z.string().min(1).describe('Mount of the secrets engine.') }),
  create: ({ mount }, { name: environment }): SecretProvider => ({
    supply: 'objects',
    requirementsOf: ({ namespace }) => [
      {
        kind: 'VaultConnection',
        apiVersion: 'secrets.hashicorp.com/v1beta1',
        namespace,
        name: 'default',
        why: 'no Secret is copied',
        mend: 'make it, with the address of Vault',
      },
    ],
    createObjects(scope, { namespace, name }, labels) {
      new ApiObject(scope, 'copy', {
        apiVersion: 'secrets.hashicorp.com/v1beta1',
        kind: 'VaultStaticSecret',
        metadata: { name, labels: { ...labels } },
        spec: {
          type: 'kv-v2',
          mount,
          path: `${environment}/${namespace}/${name}`,
          destination: { name, create: true },
        },
      });
      return { group: 'secrets.hashicorp.com', kind: 'VaultStaticSecret', name };
    },
  }),
});
