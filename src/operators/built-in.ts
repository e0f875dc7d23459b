import { certManager } from './certificates';
import { externalSecrets } from './external-secrets';
import { keda } from './keda';
import type { OperatorDefinition } from './operator-definition';
import { sealedSecrets } from './sealed-secrets';

/** The operators that every project knows. */
export const builtInOperators: readonly OperatorDefinition[] = [keda, externalSecrets, sealedSecrets, certManager];
