import { z } from 'zod';
import { dnsLabel } from './address';
import { cpuQuantity, memoryQuantity } from './quantity';

const INSTALL = 'Whether Argo CD installs it; false if the cluster has it or no tier needs it.';

/** Installed unless the file says otherwise; the other operators follow the secret provider. */
const BY_DEFAULT = { keda: true, certManager: false };

interface OperatorDefaults {
  /** Undefined where the secret provider decides, see `withProvider`. */
  readonly install?: boolean;
  readonly when?: string;
  readonly namespace: string;
  readonly cpu: string;
  readonly memory: string;
}

function operator(title: string, { install, when, namespace, cpu, memory }: OperatorDefaults) {
  const documented =
    install === undefined ? { description: `${INSTALL} ${when}` } : { description: INSTALL, default: install };
  return z
    .strictObject({
      install: z.boolean().optional().meta(documented),
      namespace: dnsLabel().default(namespace).describe('Namespace of the operator.'),
      resources: z
        .strictObject({
          cpu: cpuQuantity().prefault(cpu).describe('CPU request of each pod of the operator.'),
          memory: memoryQuantity().prefault(memory).describe('Memory request and limit of each pod of the operator.'),
        })
        .prefault({})
        .describe('Resources of each pod of the operator.'),
    })
    .prefault({})
    .describe(title);
}

/** Third-party operators that the platform system brings. */
export const operators = z
  .strictObject({
    keda: operator('KEDA, which starts Jobs for messages in queues.', {
      install: BY_DEFAULT.keda,
      namespace: 'keda',
      cpu: '100m',
      memory: '256Mi',
    }),
    externalSecrets: operator('External Secrets Operator.', {
      when: 'Default: true if secrets.provider is external-secrets.',
      namespace: 'external-secrets',
      cpu: '50m',
      memory: '128Mi',
    }),
    sealedSecrets: operator('Sealed Secrets controller.', {
      when: 'Default: true if secrets.provider is sealed-secrets.',
      namespace: 'sealed-secrets',
      cpu: '50m',
      memory: '128Mi',
    }),
    certManager: operator('cert-manager, which issues the certificates of Ingresses.', {
      install: BY_DEFAULT.certManager,
      namespace: 'cert-manager',
      cpu: '50m',
      memory: '128Mi',
    }),
  })
  .prefault({});

type Operators = z.output<typeof operators>;
type Installed<T> = Omit<T, 'install'> & { install: boolean };

/** Decides on the operators that stand for a secret provider. */
export function withProvider(given: Operators, provider: string): { [K in keyof Operators]: Installed<Operators[K]> } {
  const decided = <T extends { install?: boolean | undefined }>(section: T, otherwise: boolean) => ({
    ...section,
    install: section.install ?? otherwise,
  });
  return {
    keda: decided(given.keda, BY_DEFAULT.keda),
    externalSecrets: decided(given.externalSecrets, provider === 'external-secrets'),
    sealedSecrets: decided(given.sealedSecrets, provider === 'sealed-secrets'),
    certManager: decided(given.certManager, BY_DEFAULT.certManager),
  };
}
