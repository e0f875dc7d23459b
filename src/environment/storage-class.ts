import { ProblemsError } from '../problem';
import type { Environment } from './model';

/** What a volume is for. `shared` is for files that several pods write (ReadWriteMany). */
export type StoragePurpose = 'default' | 'database' | 'broker' | 'monitoring' | 'shared';

/**
 * The storage class for a purpose.
 * @throws ProblemsError for `shared` where the environment can't offer ReadWriteMany: dynamic storage without a class for it,
 * or static storage, which lies on one node, with more nodes than one.
 */
export function storageClassFor(
  environment: Pick<Environment, 'file' | 'storage' | 'cluster'>,
  purpose: StoragePurpose,
): string {
  const { file, storage } = environment;
  if (storage.mode === 'static') {
    if (purpose === 'shared' && nodeCount(environment) > 1) {
      throw ProblemsError.at(
        file,
        'static storage lies on one node and shared files need every node, use dynamic storage with the class storage.classes.shared, or one node',
      );
    }
    return storage.class;
  }
  const found = storage.classes[purpose];
  if (found === undefined && purpose === 'shared') {
    throw ProblemsError.at(
      file,
      'shared files need a storage class with ReadWriteMany, name it in storage.classes.shared',
    );
  }
  return found ?? storage.classes.default;
}

/** Number of nodes in all pools. */
export function nodeCount(environment: Pick<Environment, 'cluster'>): number {
  return environment.cluster.nodes.reduce((sum, pool) => sum + pool.count, 0);
}
