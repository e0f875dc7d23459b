import type { OutputIndex } from '../manifests';
import type { Rule } from './rule';

/** A Secret that exists without being in the checked set. */
export interface ExternalSecret {
  readonly namespace: string;
  readonly name: string;
  /** One key of it. @default - every key is taken to exist */
  readonly key?: string;
}

/** Reads `namespace/name` or `namespace/name:key`; undefined for any other text. */
export function parseExternalSecret(given: string): ExternalSecret | undefined {
  const match = /^([a-z0-9.-]+)\/([a-z0-9.-]+)(?::([\w.-]+))?$/.exec(given);
  if (match === null) return undefined;
  const [, namespace = '', name = '', key] = match;
  return { namespace, name, ...(key === undefined ? {} : { key }) };
}

/** What a run of the checks needs to know beside the manifests. */
export interface CheckOptions {
  /** Index of the output, which promises Secrets. @default - the one that was read with the manifests */
  readonly index?: OutputIndex;
  /** Secrets that somebody else makes. @default - none */
  readonly externalSecrets?: readonly ExternalSecret[];
  /** Other objects that exist outside the set, as `Kind/name` or `Kind/namespace/name`. @default - none */
  readonly externalObjects?: readonly string[];
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
