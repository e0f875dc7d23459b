import { externalSecrets } from './external-secrets';
import { manual } from './manual';
import { sealedSecrets } from './sealed-secrets';
import type { SecretProviderKind } from './secret-provider';

/** The providers that every project has. */
export const builtInSecretProviders: readonly SecretProviderKind[] = [manual, externalSecrets, sealedSecrets];
