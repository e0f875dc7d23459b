import type { ExternalSecret, Surroundings } from '../manifests/model';
import type { Rule } from './rule';

/** Reads `namespace/name` or `namespace/name:key`; undefined for any other text. */
export function parseExternalSecret(given: string): ExternalSecret | undefined {
  const match = /^([a-z0-9.-]+)\/([a-z0-9.-]+)(?::([\w.-]+))?$/.exec(given);
  if (match === null) return undefined;
  const [, namespace = '', name = '', key] = match;
  return { namespace, name, ...(key === undefined ? {} : { key }) };
}

/** What a run of the checks needs to know beside the manifests. */
export interface CheckOptions extends Surroundings {
  /** Prefixes of images that must not be used. @default - the Bitnami images, which are no longer maintained */
  readonly refusedImages?: readonly string[];
  /**
   * Environments on a developer's machine, where a NodePort without TLS is fine.
   * @default - those that are exposed by node ports according to the index; without one, `local`
   */
  readonly localEnvironments?: readonly string[];
  /** Cluster domain behind `svc`. @default cluster.local */
  readonly clusterDomain?: string;
  /** Rules to run. @default - all of them */
  readonly rules?: readonly Rule[];
}

/** Images whose public repository is no longer maintained since 2025-08-28 (bitnami/containers issue 83267). */
export const defaultRefusedImages: readonly string[] = [
  'bitnami/',
  'bitnamilegacy/',
  'docker.io/bitnami/',
  'docker.io/bitnamilegacy/',
];
