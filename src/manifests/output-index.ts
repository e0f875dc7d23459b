/** What `dist/index.json` says of a rendered folder, as far as its readers need it. */
export interface OutputIndex {
  readonly version: 1;
  readonly files: readonly {
    /** Path in the folder, with `/`. */
    readonly path: string;
    readonly environment: string;
    readonly application: string;
    readonly group: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    readonly wave: number;
    readonly constructPath: string;
    readonly system: string;
  }[];
  readonly secrets: readonly {
    readonly environment: string;
    readonly namespace: string;
    readonly name: string;
    readonly provider: 'external-secrets' | 'sealed-secrets' | 'manual';
    readonly keys: readonly {
      readonly key: string;
      readonly origin: 'generated' | 'outside' | 'fixed';
      readonly value?: string;
      readonly length?: number;
    }[];
    readonly usedBy: readonly string[];
  }[];
}

/** Whether a document is the index of a rendered folder. */
export function isOutputIndex(value: unknown): value is OutputIndex {
  if (typeof value !== 'object' || value === null) return false;
  const index = value as { version?: unknown; files?: unknown; secrets?: unknown };
  return index.version === 1 && Array.isArray(index.files) && Array.isArray(index.secrets);
}
