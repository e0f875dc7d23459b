import { z } from 'zod';
import { dnsLabel } from './address';
import { cpuQuantity, memoryQuantity } from './quantity';

/** An operator's section; without `install` the environment's other fields decide. */
function operator(
  defaults: { readonly namespace: string; readonly cpu: string; readonly memory: string },
  install: z.ZodType<boolean | undefined, boolean | undefined>,
) {
  return z.strictObject({
    install,
    namespace: dnsLabel().default(defaults.namespace).describe('Namespace of the operator.'),
    resources: z
      .strictObject({
        cpu: cpuQuantity().prefault(defaults.cpu).describe('CPU request of each pod of the operator.'),
        memory: memoryQuantity()
          .prefault(defaults.memory)
          .describe('Memory request and limit of each pod of the operator.'),
      })
      .prefault({})
      .describe('Resources of each pod of the operator.'),
  });
}

const installed = 'Whether Argo CD installs it; false if the cluster has it or no tier needs it.';

/** Third-party operators that the platform system brings. */
export const operators = z
  .strictObject({
    keda: operator({ namespace: 'keda', cpu: '100m', memory: '256Mi' }, z.boolean().default(true).describe(installed))
      .prefault({})
      .describe('KEDA, which starts Jobs for messages in queues.'),
    externalSecrets: operator(
      { namespace: 'external-secrets', cpu: '50m', memory: '128Mi' },
      z.boolean().optional().describe(`${installed} Default: true if secrets.provider is external-secrets.`),
    )
      .prefault({})
      .describe('External Secrets Operator.'),
    sealedSecrets: operator(
      { namespace: 'sealed-secrets', cpu: '50m', memory: '128Mi' },
      z.boolean().optional().describe(`${installed} Default: true if secrets.provider is sealed-secrets.`),
    )
      .prefault({})
      .describe('Sealed Secrets controller.'),
    certManager: operator(
      { namespace: 'cert-manager', cpu: '50m', memory: '128Mi' },
      z.boolean().default(false).describe(installed),
    )
      .prefault({})
      .describe('cert-manager, which issues the certificates of Ingresses.'),
  })
  .prefault({});

type Operators = z.output<typeof operators>;
type Installed<T> = Omit<T, 'install'> & { install: boolean };

/** Decides on the operators that stand for a secret provider. */
export function withProvider(given: Operators, provider: string): { [K in keyof Operators]: Installed<Operators[K]> } {
  const decided = <T extends { install?: boolean | undefined }>(section: T, needed: boolean) => ({
    ...section,
    install: section.install ?? needed,
  });
  return {
    keda: decided(given.keda, true),
    externalSecrets: decided(given.externalSecrets, provider === 'external-secrets'),
    sealedSecrets: decided(given.sealedSecrets, provider === 'sealed-secrets'),
    certManager: decided(given.certManager, false),
  };
}
