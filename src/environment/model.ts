import { z } from 'zod';
import { dnsLabel, hostname } from './address';
import { argocd } from './argocd';
import { type ChoiceForm, choice } from './choice';
import { cluster } from './cluster';
import { external } from './external-schema';
import type { EnvironmentForms } from './forms';
import { operators } from './operators';
import { repositoryUrl } from './repository';
import { storage } from './storage';
import { quoted, told } from './told';

const folder = z
  .string()
  .refine((path) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && !path.split('/').some((part) => /^\.\.?$/.test(part)), {
    error: (issue) =>
      told(
        `impossible folder ${quoted(issue.input)}`,
        "a relative path without '.' and '..', such as 'clusters/production'",
      ),
  });

const revision = z.string().regex(/^[\w][\w./-]*$/, {
  error: (issue) => told(`impossible revision ${quoted(issue.input)}`, "a branch, tag or commit, such as 'main'"),
});

const gitops = z.strictObject({
  repository: repositoryUrl().describe('Git repository that Argo CD reads, without credentials.'),
  revision: revision.default('main').describe('Branch, tag or commit that Argo CD follows.'),
  path: folder
    .optional()
    .describe('Folder in the repository that holds what is in `dist/NAME`. Default: the name of the environment.'),
});

/** The form of an environment file, in which each section has the form that a system, or what it chooses, gives. */
export function environmentSchema(forms: EnvironmentForms) {
  const { systems, exposures, networkPlugins, secretProviders } = forms;
  const sections: Record<string, z.ZodType> = {};
  for (const { name, schema } of systems)
    sections[name] = schema.optional().describe(schema.description ?? `The system ${name}.`);
  return z
    .strictObject({
      name: dnsLabel().describe('Name of the environment, the same as the file name without .yaml.'),
      description: z.string().optional().describe('What the environment is for, a line for people.'),
      cluster: cluster(networkPlugins.map(({ name }) => name)).describe('The cluster.'),
      gitops: gitops
        .optional()
        .describe(
          'Where Argo CD finds the output. Without it the output holds nothing for Argo CD: `apply` rolls it out.',
        ),
      argocd: argocd.describe('Argo CD itself.'),
      domain: hostname().optional().describe('Public DNS domain; needed where web tiers are reached by names.'),
      exposure: choice('type', exposures).describe('How web tiers are reached from outside the cluster.'),
      storage: storage.describe('Where claims get their volumes from.'),
      secrets: choice('provider', secretProviders).describe('How Secrets get into the cluster.'),
      operators: operators(forms.operators).describe('Third-party operators that the platform brings.'),
      external: external.optional().describe('What exists in this cluster without being in the output.'),
      systems: z
        .strictObject(sections)
        .transform((found): Readonly<Record<string, unknown>> => found)
        .describe('The systems that are deployed, each with its own settings; one that is left out is not deployed.'),
    })
    .refine((found) => found?.domain !== undefined || !exposures.find(isChosenBy(found))?.needsDomain, {
      when: () => true,
      path: ['exposure', 'type'],
      error: ({ input }) =>
        `exposure by ${exposures.find(isChosenBy(input))?.name} needs the public DNS domain, add the key 'domain' at the top of the file or use NodePort`,
    })
    .transform((found) => ({
      ...found,
      gitops: found.gitops && { ...found.gitops, path: found.gitops.path ?? found.name },
    }));
}

function isChosenBy(file: unknown) {
  const type = (file as { exposure?: { type?: unknown } } | undefined)?.exposure?.type;
  return ({ name }: ChoiceForm) => name === type;
}

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** A deployment target: a checked environment file with all defaults filled in. Plain data. */
export type Environment = DeepReadonly<z.output<ReturnType<typeof environmentSchema>>> & {
  /** The file it was read from, for the place in messages; never part of the output. */
  readonly file: string;
};

/** A pool of equal nodes. */
export type NodePool = Environment['cluster']['nodes'][number];
/** Where claims get their volumes from. */
export type Storage = Environment['storage'];
