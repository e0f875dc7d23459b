/** Who made the object: on every object, never in a selector. */
export const managedBy = { 'app.kubernetes.io/managed-by': 'cdk8s-tiers' } as const;

/** Annotation keys that this library writes or reads. */
export const annotations = {
  syncWave: 'argocd.argoproj.io/sync-wave',
  syncOptions: 'argocd.argoproj.io/sync-options',
  compareOptions: 'argocd.argoproj.io/compare-options',
  hook: 'argocd.argoproj.io/hook',
  hookDeletePolicy: 'argocd.argoproj.io/hook-delete-policy',
  configHash: 'tiers.cdk8s.io/config-hash',
  /** Connections that a pod opens at the most, by what it opens them to: `host:port=number`, commas between. */
  connections: 'tiers.cdk8s.io/connections',
  safeToEvict: 'cluster-autoscaler.kubernetes.io/safe-to-evict',
  access: 'tiers.cdk8s.io/access',
  scrape: 'prometheus.io/scrape',
  scrapePort: 'prometheus.io/port',
  scrapePath: 'prometheus.io/path',
} as const;

/** Prefix of the annotation that sets one rule aside for one object; its value is the reason. */
export const WAIVER_PREFIX = 'tiers.cdk8s.io/waive.';

/**
 * Argo CD's guard on what holds data: neither a prune nor the deletion of the Application removes the object. Once it has left
 * Git it is no difference either, or the Application would be synced again and again for its sake.
 * Source: Argo CD docs, sync options, compare options.
 */
export const keepAlways = {
  [annotations.syncOptions]: 'Prune=false,Delete=false',
  [annotations.compareOptions]: 'IgnoreExtraneous',
} as const;

/** Argo CD asks a person before it prunes or deletes the object, and syncs nothing else of its Application meanwhile. */
export const keepUntilConfirmed = { [annotations.syncOptions]: 'Prune=confirm,Delete=confirm' } as const;
