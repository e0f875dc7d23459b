import { z } from 'zod';

/** The Kubernetes minor versions that output can be made for, oldest first. */
export const KUBERNETES_VERSIONS = ['1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

/** A supported Kubernetes minor version, `1.36`. In YAML it needs quotes: 1.30 would be the number 1.3. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** A supported Kubernetes version in the form `1.36`. */
export function kubernetesVersion() {
  return z.enum(KUBERNETES_VERSIONS);
}

/** Whether a version is another one or a later one. */
export function isAtLeast(version: KubernetesVersion, other: KubernetesVersion): boolean {
  return KUBERNETES_VERSIONS.indexOf(version) >= KUBERNETES_VERSIONS.indexOf(other);
}
