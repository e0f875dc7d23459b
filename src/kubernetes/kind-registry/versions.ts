/** The Kubernetes minor versions whose kinds and fields are known, oldest first. */
export const KUBERNETES_VERSIONS = ['1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

/** A supported Kubernetes minor version, `1.36`. In YAML it needs quotes: 1.30 would be the number 1.3. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** The newest known version: what is assumed where none is named. */
export const NEWEST_VERSION: KubernetesVersion = '1.36';

/** Whether a version is another one or a later one. */
export function isAtLeast(version: KubernetesVersion, other: KubernetesVersion): boolean {
  return KUBERNETES_VERSIONS.indexOf(version) >= KUBERNETES_VERSIONS.indexOf(other);
}

/** When something is there: from one version on, up to another one. */
export interface Lifetime {
  /** The first version that has it. @default - all known versions have had it from the start */
  readonly since?: KubernetesVersion;
  /** The first version that has it no more. @default - it is still there */
  readonly until?: KubernetesVersion;
}

/** Whether a version lies in a lifetime. */
export function isAlive({ since, until }: Lifetime, version: KubernetesVersion): boolean {
  if (since !== undefined && !isAtLeast(version, since)) return false;
  return until === undefined || !isAtLeast(version, until);
}
