import { z } from 'zod';
import { labelProblem, secretNameProblem, variableNameProblem } from '../kubernetes';
import { cpuQuantity, memoryQuantity } from './quantity';
import { quoted, told } from './told';

/*
 * Keys that the settings of any system may have for its tiers, to be spread into its own form:
 * `z.strictObject({ ...sizing('100m', '256Mi'), ...podSettings(), ...variables() })`.
 */

/** CPU and memory of a container. @param cpu @param memory what it gets where a file says nothing */
export function sizing(cpu: string, memory: string) {
  return {
    cpu: cpuQuantity().prefault(cpu).describe('CPU request.'),
    memory: memoryQuantity().prefault(memory).describe('Memory request and limit.'),
    cpuLimit: cpuQuantity().optional().describe('CPU limit. Default: none.'),
  };
}

/** Where pods come from and where they run. */
export function podSettings() {
  return {
    pullSecrets: z
      .array(secretName())
      .optional()
      .describe('Secrets of the namespace with logins to private registries; somebody else makes them. Default: none.'),
    nodeSelector: nodeLabels().optional().describe('Labels that a node must have to run the pods. Default: any node.'),
    tolerations: z
      .array(toleration())
      .optional()
      .describe("Taints of nodes that don't keep the pods away. Default: none."),
  };
}

/** Variables of a container, beside those that its connections give it. */
export function variables() {
  return {
    env: z
      .record(z.string(), variable())
      .superRefine((given, context) => {
        for (const name of Object.keys(given)) tell(context, name, variableNameProblem(name));
      })
      .optional()
      .describe('Variables, as text or as a key of a Secret, `{ secret: NAME, key: KEY }`. Default: none.'),
  };
}

/** What the kubelet asks of a program that serves HTTP. @param path asked where a file says nothing */
export function httpProbe(path: string) {
  const form = z.string().refine((text) => text === 'tcp' || /^\/[^\s#]*$/.test(text), {
    error: (issue) =>
      told(`impossible probe ${quoted(issue.input)}`, "a path that begins with '/', such as '/health', or 'tcp'"),
  });
  return {
    probe: form
      .default(path)
      .describe(
        'Path that tells by a status from 200 to 399 that the program serves and does not hang; it must ask nobody else. `tcp`: whether its port takes a connection, which a program that hangs does.',
      ),
  };
}

/** The name of a Secret. */
export function secretName() {
  return z.string().superRefine((name, context) => tell(context, undefined, secretNameProblem(name)));
}

/** A key of a Secret that somebody else makes. */
export function secretKey() {
  return z.strictObject({
    secret: secretName().describe('Name of the Secret, in the namespace of the tier.'),
    key: z.string().min(1).describe('Its key.'),
  });
}

function variable() {
  return z.union([z.string(), secretKey()], {
    error: (issue) =>
      told(
        `impossible value ${quoted(issue.input)} of a variable`,
        "text, in quotes where it looks like a number or a truth value, or '{ secret: NAME, key: KEY }'",
      ),
  });
}

function nodeLabels() {
  return z.record(z.string(), z.string()).superRefine((labels, context) => {
    for (const [key, value] of Object.entries(labels)) {
      const problem = labelProblem(key, value, true);
      tell(context, key, problem && `label ${quoted(`${key}: ${value}`)}: ${problem}`);
    }
  });
}

function toleration() {
  return z
    .strictObject({
      key: z.string().min(1).optional().describe('Key of the taint. Default: any, with operator Exists.'),
      operator: z.enum(['Equal', 'Exists', 'Lt', 'Gt']).optional().describe('Default: Equal.'),
      value: z.string().optional().describe('Value of the taint. Default: none.'),
      effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional().describe('Default: all of them.'),
      tolerationSeconds: z
        .int()
        .min(0)
        .optional()
        .describe('Time until the pod has to go, with NoExecute. Default: never.'),
    })
    .superRefine(({ key, operator, value, effect, tolerationSeconds }, context) => {
      if (key === undefined && operator !== 'Exists') {
        tell(context, undefined, "a toleration without a key is for every taint, give 'operator: Exists' or a key");
      }
      if (operator === 'Exists' && value !== undefined) {
        tell(context, 'value', "a toleration with operator Exists compares no value, leave 'value' out");
      }
      if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
        tell(
          context,
          'tolerationSeconds',
          "only 'effect: NoExecute' sends pods away, give it or leave 'tolerationSeconds' out",
        );
      }
    });
}

function tell(context: z.core.$RefinementCtx, key: string | undefined, message: string | undefined): void {
  if (message === undefined) return;
  context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
}
