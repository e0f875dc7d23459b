import { groupKind, type KubernetesObject } from '../kubernetes';

/** An object on its way to a file. */
export interface RenderedObject {
  readonly object: KubernetesObject;
  readonly environment: string;
  /** The definition that it belongs to: what `--system` takes; empty for the environment's own. */
  readonly system: string;
  /** Folder below the environment's; empty for the environment's own. */
  readonly application: string;
  /** Construct path, for messages and the index. */
  readonly constructPath: string;
  /** Wave inside its Application. */
  readonly wave: number;
}

/** Identity in one cluster: group, kind, namespace and name. */
export function identityOf(object: KubernetesObject): string {
  return `${groupKind(object)} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
