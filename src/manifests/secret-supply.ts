/**
 * Who brings a Secret into the cluster: the command `secrets create`; the command `secrets seal` and a controller; a controller
 * alone, from objects of the output; or somebody of whom the output knows nothing.
 */
export type SecretSupply = 'create' | 'seal' | 'objects' | 'elsewhere';

/** The object of the output that a controller makes a Secret of, in the Secret's namespace. */
export interface SecretSource {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** How a Secret comes, as an index tells it. */
export interface SuppliedSecret {
  readonly name: string;
  /** Name of the provider. */
  readonly provider: string;
  /** @default - written by an older version, which knew three providers */
  readonly supply?: SecretSupply | undefined;
  /** @default - none, or written by an older version */
  readonly source?: SecretSource | undefined;
}

const olderSupplies: Readonly<Record<string, SecretSupply>> = {
  'external-secrets': 'objects',
  manual: 'create',
  'sealed-secrets': 'seal',
};

const olderSources: Readonly<Record<string, Omit<SecretSource, 'name'>>> = {
  'external-secrets': { group: 'external-secrets.io', kind: 'ExternalSecret' },
  'sealed-secrets': { group: 'bitnami.com', kind: 'SealedSecret' },
};

/** Who brings a Secret, for indexes of every age. */
export function supplyOf({ provider, supply }: SuppliedSecret): SecretSupply {
  return supply ?? olderSupplies[provider] ?? 'elsewhere';
}

/** The object that a Secret is made of, for indexes of every age. */
export function sourceOf({ name, provider, supply, source }: SuppliedSecret): SecretSource | undefined {
  const older = supply === undefined ? olderSources[provider] : undefined;
  return source ?? (older && { ...older, name });
}
