/** A Secret that exists without being in the output: who runs the cluster makes it. */
export interface ExternalSecret {
  readonly namespace: string;
  readonly name: string;
  /** Its keys. @default - every key is taken to exist */
  readonly keys?: readonly string[];
}

/** Another object that exists without being in the output: a StorageClass, an IngressClass, a ClusterIssuer. */
export interface ExternalObject {
  readonly kind: string;
  /** Its API version, with which the cluster is asked for it. @default - it is taken on trust */
  readonly apiVersion?: string;
  /** @default - it is cluster-scoped, or in every namespace */
  readonly namespace?: string;
  readonly name: string;
}

/**
 * What exists in the cluster without being in the output, so that nobody is told it is missing.
 *
 * ```ts
 * const external: External = {
 *   secrets: [{ namespace: 'shop', name: 'registry', keys: ['.dockerconfigjson'] }],
 *   objects: [{ kind: 'StorageClass', name: 'fast' }],
 * };
 * ```
 */
export interface External {
  /** @default - none */
  readonly secrets?: readonly ExternalSecret[];
  /** @default - none */
  readonly objects?: readonly ExternalObject[];
}

/** Reads `namespace/name` or `namespace/name:key`; undefined for any other text. */
export function parseExternalSecret(given: string): ExternalSecret | undefined {
  const match = /^([a-z0-9.-]+)\/([a-z0-9.-]+)(?::([\w.-]+))?$/.exec(given);
  if (match === null) return undefined;
  const [, namespace = '', name = '', key] = match;
  return { namespace, name, ...(key !== undefined && { keys: [key] }) };
}

/** Reads `Kind/name` or `Kind/namespace/name`; undefined for any other text. */
export function parseExternalObject(given: string): ExternalObject | undefined {
  const match = /^([A-Z]\w*)\/(?:([^/\s]+)\/)?([^/\s]+)$/.exec(given);
  if (match === null) return undefined;
  const [, kind = '', namespace, name = ''] = match;
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}

/** All that several statements say exists. */
export function joinExternal(...statements: readonly (External | undefined)[]): Required<External> {
  return {
    secrets: statements.flatMap((statement) => statement?.secrets ?? []),
    objects: statements.flatMap((statement) => statement?.objects ?? []),
  };
}
