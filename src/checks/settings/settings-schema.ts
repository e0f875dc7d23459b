import { z } from 'zod';
import { external } from '../../environment/external-schema';
import { kubernetesVersion } from '../../environment/kubernetes-version';
import { ruleSeverities } from './rule-set';

/** The form of `cdk8s-tiers.yaml`. */
export const settingsSchema = z
  .strictObject({
    crds: z
      .string()
      .min(1)
      .optional()
      .describe('Folder with definitions (CRDs) of kinds that the library does not know. Default: crds.'),
    kubernetesVersion: kubernetesVersion()
      .optional()
      .describe(
        "Kubernetes minor version of objects whose environment names none, in quotes: '1.36'. Default: the newest.",
      ),
    external: external.optional().describe('What exists in the cluster without being in the manifests.'),
    severities: z
      .record(z.string(), z.enum(ruleSeverities))
      .optional()
      .describe('Severities by id of the rule; `off` leaves the rule out.'),
    localEnvironments: z
      .array(z.string())
      .optional()
      .describe("Environments on a developer's machine. Default: those that are exposed by node ports, or `local`."),
    refusedImages: z
      .array(z.string().min(1))
      .optional()
      .describe(
        'Prefixes of images that must not be used. Default: the Bitnami images, which are no longer maintained.',
      ),
  })
  .describe('What a project tells the checks.');

/** The JSON schema (draft 7) of `cdk8s-tiers.yaml` for editors, as the text of a file. */
export function settingsSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(settingsSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ $schema, title: 'cdk8s-tiers.yaml', ...schema }, null, 2)}\n`;
}
