import { z } from 'zod';
import { dnsLabel } from './address';
import { quoted, told } from './told';

/** The value of a health rule that leaves a kind to what Argo CD itself says of it. */
export const builtInHealth = 'built-in';

const healthRule = z
  .string()
  .refine((rule) => rule === builtInHealth || /\breturn\b/.test(rule), {
    error: (issue) =>
      told(
        `impossible health rule ${quoted(issue.input)}`,
        `a Lua script that returns a health, or '${builtInHealth}'`,
      ),
  })
  .describe(`Lua script that gives the health of a kind, or \`${builtInHealth}\`.`);

const kind = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Z][A-Za-z0-9]*$/;

const health = z
  .record(z.string(), healthRule)
  .superRefine((rules, context) => {
    for (const key of Object.keys(rules)) {
      if (kind.test(key)) continue;
      const message = told(
        `impossible kind ${quoted(key)}`,
        "group and kind, such as 'networking.k8s.io/Ingress' or 'Service'",
      );
      context.addIssue({ code: 'custom', path: [key], message });
    }
  })
  .default({})
  .describe(
    'Health rules by kind, `group/Kind`, beside those that the output has for Applications and Ingresses, or in their place.',
  );

/** The section of Argo CD itself. */
export const argocd = z
  .strictObject({
    namespace: dnsLabel().default('argocd').describe('Namespace of Argo CD and of its Applications.'),
    manageSettings: z
      .boolean()
      .default(true)
      .describe('Whether the output holds health rules for Argo CD, keys of its own ConfigMap `argocd-cm`.'),
    health,
  })
  .refine(({ manageSettings, health: rules }) => manageSettings || Object.keys(rules).length === 0, {
    path: ['health'],
    error: "health rules are written with Argo CD's settings only, take them out or set 'argocd.manageSettings: true'",
  })
  .prefault({});
