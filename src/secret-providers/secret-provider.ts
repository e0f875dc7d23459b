import type { Construct } from 'constructs';
import type { z } from 'zod';
import type { ChoiceForm, Environment } from '../environment';
import type { SecretSource, SecretSupply } from '../manifests';
import type { OwnRequirement } from '../requirements';
import type { SecretValue } from './secret-value';

/** A Secret that has to be in the cluster, as the index of the output lists it. */
export interface SecretRequirement {
  readonly namespace: string;
  readonly name: string;
  readonly keys: Readonly<Record<string, SecretValue>>;
  /** Type of the Secret. @default Opaque */
  readonly type?: string;
  /** The definition that it is part of: what `--system` takes. */
  readonly system: string;
  /** The construct that promises it. */
  readonly constructPath: string;
  /** The object that a controller makes it of. @default - none */
  readonly source?: SecretSource;
  /** Who brings it. @default - the environment's provider */
  readonly supply?: SecretSupply;
}

/** How Secrets get into the cluster of one environment. */
export interface SecretProvider {
  /** Who brings them, for the commands and the checks. */
  readonly supply: SecretSupply;
  /** What one Secret needs of the cluster, which is not in the output: a store. @default - nothing */
  requirementsOf?(secret: SecretRequirement): readonly OwnRequirement[];
  /**
   * Creates what brings one Secret.
   *
   * @param scope the construct that promises it: objects are created below, in its namespace
   * @param labels what the Secret itself should be labelled with
   * @returns the object that a controller makes the Secret of; undefined if there is none
   */
  createObjects(
    scope: Construct,
    secret: SecretRequirement,
    labels: Readonly<Record<string, string>>,
  ): SecretSource | undefined;
}

/** A provider as environment files choose it, `secrets.provider`. */
export interface SecretProviderKind extends ChoiceForm {
  /** The provider of an environment that chose it. @param settings the section `secrets` of its file */
  create(settings: unknown, environment: Environment): SecretProvider;
}

/** A provider and the form of its settings. */
export interface SecretProviderDefinition<Schema extends z.ZodObject> extends ChoiceForm {
  readonly schema: Schema;
  /** The provider of an environment that chose it. */
  create(settings: z.output<Schema>, environment: Environment): SecretProvider;
}

/**
 * Lists a provider with its settings' type forgotten, so that providers of different settings stand in one list.
 *
 * @example
 * defineSecretProvider({
 *   name: 'vault',
 *   title: "Secrets are copied from Vault by its operator.",
 *   schema: z.strictObject({ mount: z.string() }),
 *   create: ({ mount }) => new VaultProvider(mount),
 * });
 */
export function defineSecretProvider<Schema extends z.ZodObject>(
  definition: SecretProviderDefinition<Schema>,
): SecretProviderKind {
  return {
    ...definition,
    create: (settings, environment) => definition.create(settings as z.output<Schema>, environment),
  };
}
