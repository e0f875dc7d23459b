import type { Size } from 'cdk8s';
import type { ContainerPort, EnvValue, Probe, Resources, SecretKey } from '../kubernetes';

/** A folder that a program writes to; its content is lost with the pod. */
export interface Scratch {
  /** Absolute path in the container. */
  readonly path: string;
  /** Most that it may hold: the pod is evicted above it. @default 1 GiB; in memory as much as the container may use */
  readonly size?: Size;
  /** Whether it is kept in memory, as part of the container's memory limit. @default false */
  readonly memory?: boolean;
}

/** What runs in a container whose image is the user's, and what it sees. */
export interface ContainerSettings {
  /** Image with a pinned tag. */
  readonly image: string;
  /** CPU and memory of the container. */
  readonly resources: Resources;
  /** Command of the container. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments of the command. @default - the image's */
  readonly args?: readonly string[];
  /** Folder that the program starts in. @default - the image's */
  readonly workingDir?: string;
  /** Variables of the container. @default - none */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Configuration files by absolute path; a change restarts the pods. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Secret files by absolute path. @default - none */
  readonly secretFiles?: Readonly<Record<string, SecretKey>>;
  /** Folders that the program writes to, besides /tmp, by path or with their size; their content is lost with the pod. @default - none */
  readonly scratch?: readonly (string | Scratch)[];
}

/** A container that runs to its end before the main one starts. */
export interface InitContainer extends ContainerSettings {
  /** Name of the container, another than the tier's. */
  readonly name: string;
  /**
   * What it sees of the main container's folders and files: absolute path here to path there, as for `scratch`, `files` and shared
   * storage. What it writes there the main container finds.
   * @default - nothing
   */
  readonly shares?: Readonly<Record<string, string>>;
}

/** A container that runs as long as the main one: it starts before it and stops after it (Kubernetes docs, sidecar containers). */
export interface Sidecar extends InitContainer {
  /** Ports that it listens on, for its probes. @default - none */
  readonly ports?: readonly ContainerPort[];
  /** Whether the pod gets traffic, beside the main container's. @default - always, once it runs */
  readonly readiness?: Probe;
  /** Whether it is not stuck: a no restarts it alone. @default - never asked */
  readonly liveness?: Probe;
  /** Whether it has started: what comes after it waits for that. @default - it has once it runs */
  readonly startup?: Probe;
  /** Whether the init containers need it: it starts before them. @default false */
  readonly startsFirst?: boolean;
}
