import type { External } from '../../environment/external';
import type { KindRegistry } from '../../kubernetes/kind-registry';
import type { OutputIndex } from '../output-index';
import type { ProductOptions } from './products';
import type { ReferencePath } from './references';

/** What a project says of its own images and kinds. */
export interface OwnFacts {
  /**
   * What images of the project's own hold, by the last part of their repository or all of it: `{ 'our-db': { family: 'postgres' } }`.
   * @default - only the known products
   */
  readonly products?: Readonly<Record<string, ProductOptions>> | undefined;
  /** Where kinds of the project's own name other objects. @default - only the known references */
  readonly references?: readonly ReferencePath[] | undefined;
  /**
   * The kinds that objects may have; those that the set itself defines are added.
   * @default - Kubernetes' own of the newest version, and the bundled custom ones
   */
  readonly kinds?: KindRegistry | undefined;
}

/** What is known beside the manifests of a set. */
export interface Surroundings extends OwnFacts {
  /** Index of the output, which promises Secrets. @default - none */
  readonly index?: OutputIndex;
  /** What exists without being in the set, beside what the index says of its environment. @default - nothing is known of */
  readonly external?: External;
}
