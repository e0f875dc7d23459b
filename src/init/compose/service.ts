import type { Note } from '../plan';
import type { ComposeMount, ComposePort } from './short-forms';

/** A variable of a service. */
export interface ComposeVariable {
  readonly name: string;
  /** @default - the file gives none */
  readonly value?: string | undefined;
  readonly where: string;
}

/** What Docker asks a container. */
export interface ComposeHealthCheck {
  readonly command: readonly string[];
  /** Whether a shell runs it. */
  readonly shell: boolean;
  /** Seconds. @default - as usual */
  readonly interval?: number | undefined;
  /** Seconds. @default - as usual */
  readonly timeout?: number | undefined;
  /** @default - as usual */
  readonly retries?: number | undefined;
}

/** CPUs and mebibytes. */
export interface ComposeResources {
  /** @default - no limit */
  readonly cpus?: number | undefined;
  /** @default - nothing is reserved */
  readonly reservedCpus?: number | undefined;
  /** @default - no limit */
  readonly memory?: number | undefined;
  /** @default - nothing is reserved */
  readonly reservedMemory?: number | undefined;
}

/** A secret or config that is shown to a service as a file. */
export interface ComposeFileGrant {
  readonly source: string;
  readonly target: string;
  readonly where: string;
}

/** What another service has to have done before. */
export interface ComposeDependency {
  readonly service: string;
  readonly mustEnd: boolean;
}

/** A service of a Compose file, in one form, with all variables put in. */
export interface ComposeService {
  readonly name: string;
  readonly where: string;
  /** @default - it is built */
  readonly image?: string | undefined;
  readonly command: readonly string[];
  readonly entrypoint: readonly string[];
  readonly workingDir?: string | undefined;
  readonly user?: string | undefined;
  readonly replicas?: number | undefined;
  /** Seconds. @default - as usual */
  readonly gracePeriod?: number | undefined;
  readonly restarts: boolean;
  readonly otherNames: readonly string[];
  readonly variables: readonly ComposeVariable[];
  readonly ports: readonly (ComposePort & { readonly where: string })[];
  readonly mounts: readonly (ComposeMount & { readonly where: string })[];
  readonly secrets: readonly ComposeFileGrant[];
  readonly configs: readonly ComposeFileGrant[];
  readonly dependencies: readonly ComposeDependency[];
  readonly healthCheck?: ComposeHealthCheck | undefined;
  readonly resources: ComposeResources;
  /** Addresses by host name. */
  readonly extraHosts: Readonly<Record<string, string>>;
}

/** A secret or config, as the file says where it comes from. */
export interface ComposeSource {
  /** Path of a file, below that of the Compose file. @default - from elsewhere */
  readonly file?: string | undefined;
  /** Text of a config. @default - from elsewhere */
  readonly content?: string | undefined;
}

/** A Compose file that was read. */
export interface ComposeFile {
  /** @default - the file names none */
  readonly name?: string | undefined;
  readonly services: readonly ComposeService[];
  readonly secrets: Readonly<Record<string, ComposeSource>>;
  readonly configs: Readonly<Record<string, ComposeSource>>;
  readonly notes: readonly Note[];
}
