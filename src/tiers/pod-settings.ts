import type { PodOptions, PodUser } from '../kubernetes';
import type { IImagePullSecret } from '../secrets';
import type { InitContainer, Sidecar } from './container-settings';

/** User of images that bring none: no process runs as root. */
export const defaultUser: PodUser = { uid: 10001, gid: 10001 };

/** What the pods of every tier can be told, whatever runs in them. */
export interface PodSettings extends PodOptions {
  /** User and groups of the processes. @default - the image's where the library knows it, else 10001:10001 */
  readonly user?: PodUser;
  /** Logins to private registries that its images come from. @default - none */
  readonly imagePullSecrets?: readonly IImagePullSecret[];
  /** Containers that run to their end, one after the other, before the main one starts. @default - none */
  readonly initContainers?: readonly InitContainer[];
  /** Containers that run as long as the main one; they start before it, in this order. @default - none */
  readonly sidecars?: readonly Sidecar[];
  /** Labels of the pods, besides those that select them. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the pods. @default - none but the library's own */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Annotations of the pods' account: the identity that a cloud gives them. @default - none */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
}

/** How the workload finds its pods. */
export interface SelectorProps {
  /**
   * Labels by which workload and Service select the pods, to adopt what runs: a selector can't be changed. The pods carry them beside
   * `app` and `tier`, by which network policies select; a value of `app` given here is theirs, too.
   * @default - `app`, the system's name, and `tier`
   */
  readonly selectorLabels?: Readonly<Record<string, string>>;
}
