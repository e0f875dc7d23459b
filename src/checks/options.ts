import type { KubernetesVersion } from '../kubernetes/kind-registry';
import type { Surroundings } from '../manifests/model';

/** What rules may know beside the manifests. */
export interface RuleOptions extends Surroundings {
  /** Prefixes of images that must not be used. @default - the Bitnami images, which are no longer maintained */
  readonly refusedImages?: readonly string[];
  /**
   * Environments on a developer's machine, where a NodePort without TLS is fine.
   * @default - those that are exposed by node ports according to the index; without one, `local`
   */
  readonly localEnvironments?: readonly string[];
  /** Cluster domain behind `svc`. @default cluster.local */
  readonly clusterDomain?: string;
  /** Version of Kubernetes that objects are held against. @default - the environment's of the index, else that of `kinds` */
  readonly kubernetesVersion?: KubernetesVersion;
}

/** Images whose public repository is no longer maintained since 2025-08-28 (bitnami/containers issue 83267). */
export const defaultRefusedImages: readonly string[] = [
  'bitnami/',
  'bitnamilegacy/',
  'docker.io/bitnami/',
  'docker.io/bitnamilegacy/',
];
