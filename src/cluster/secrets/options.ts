import { type SecretSupply, supplyOf } from '../../manifests';
import type { SealingNeed } from '../../secret-providers/sealing';
import type { ClusterCommandOptions } from '../command-options';
import type { EnvironmentOutput, NeededSecret } from '../output';

/** What all commands about Secrets take. */
export interface SecretsOptions extends ClusterCommandOptions {
  /** Folder of the environment files, and of what is sealed. @default 'environments' */
  readonly environments?: string | undefined;
}

/** What makes Secrets takes beside. */
export interface SecretsMakingOptions extends SecretsOptions {
  /** Values from outside, `namespace/name/key=PATH`. @default - none */
  readonly fromFile?: readonly string[] | undefined;
  /** Says what would be made, makes nothing. @default false */
  readonly dryRun?: boolean | undefined;
  /** Adds keys that existing Secrets lack; their other keys stay. @default false */
  readonly addMissingKeys?: boolean | undefined;
}

/** The provider of an environment: one for all Secrets that are not made by others; undefined if it needs none. */
export function providerOf(output: EnvironmentOutput): { name: string; supply: SecretSupply } | undefined {
  const secret = output.secrets.find((needed) => supplyOf(needed) !== 'elsewhere') ?? output.secrets[0];
  return secret && { name: secret.provider, supply: supplyOf(secret) };
}

/** What has to be sealed for these Secrets. */
export function needsOf(secrets: readonly NeededSecret[]): SealingNeed[] {
  return secrets.map(({ namespace, name, keys }) => ({ namespace, name, keys: keys.map(({ key }) => key) }));
}
