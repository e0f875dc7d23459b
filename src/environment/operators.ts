import { z } from 'zod';
import { dnsLabel } from './address';
import type { OperatorForm } from './forms';
import { cpuQuantity, memoryQuantity } from './quantity';

const install = z
  .boolean()
  .optional()
  .describe(
    'Whether Argo CD installs it; false if the cluster has it. Default: where the output holds a kind that it brings.',
  );

function operator({ title, namespace, resources: { cpu, memory } }: OperatorForm) {
  return z
    .strictObject({
      install,
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

/** The settings of one third-party operator. */
export type Operator = z.output<ReturnType<typeof operator>>;

/** Settings by the operators' names. KEDA is always among them: tiers of the library count on it. */
export type Operators = Readonly<Record<string, Operator>> & { readonly keda: Operator };

/** The section of the third-party operators: one key for each that the project knows. */
export function operators(forms: readonly OperatorForm[]) {
  const sections: z.ZodType = z
    .strictObject(Object.fromEntries(forms.map((form) => [form.name, operator(form)])))
    .prefault({});
  return sections as z.ZodType<Operators>;
}
