import type { ObjectBody } from '../kubernetes';

/** Pods of a program that the project does not run. */
export interface RequiredPods {
  /** @default - in any namespace */
  readonly namespace?: string;
  /** @default - any of the namespace */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Something that has to be there without being in the output: a class, an issuer, a controller, a DNS name. Whoever knows that it is
 * needed says so (a way of exposing, a provider of Secrets, an operator, a tier); `synth` prints it, `check` takes it to exist, `apply`
 * and `e2e` ask the cluster for it.
 *
 * ```ts
 * const cache: Requirement = {
 *   kind: 'StorageClass',
 *   apiVersion: 'storage.k8s.io/v1',
 *   name: 'scratch',
 *   why: 'the cache gets no volume',
 *   mend: 'make the class',
 * };
 * ```
 */
export interface Requirement {
  /** Its kind, `StorageClass`; in words where it is no object, `DNS name`. */
  readonly kind: string;
  /** API version of an object: the cluster is asked for it by its name. @default - it is no object */
  readonly apiVersion?: string;
  /** @default - it has none */
  readonly namespace?: string;
  readonly name: string;
  /** Pods of a program, of which one at least has to be there. @default - none; what is no object either can't be asked for, people are told of it */
  readonly pods?: RequiredPods;
  /** What does not work without it; lower case. */
  readonly why: string;
  /** How to get it; lower case. */
  readonly mend: string;
}

/** A {@link Requirement} that the project may meet itself. */
export interface OwnRequirement extends Requirement {
  /** The object, where it is the project's to write. @default - somebody else makes it */
  readonly written?: WrittenRequirement;
}

/** How the project writes what is required. */
export interface WrittenRequirement {
  /** Name of the Application that holds it, and nothing of other kinds. */
  readonly application: string;
  /** What stands beside kind and metadata, asked when rendering. @param namespaces those of who needs it, sorted */
  body(namespaces: readonly string[]): ObjectBody;
}

/** `StorageClass fast`, `Gateway edge/public`. */
export function describeRequirement({
  kind,
  namespace,
  name,
}: Pick<Requirement, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
