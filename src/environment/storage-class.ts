import { compare, type Problem, ProblemsError } from '../problem';
import type { Environment } from './model';
import { nearest } from './nearest';

/**
 * What a volume is for: a name under which an environment may give it a storage class. `shared` is for files that several pods
 * write (ReadWriteMany); the library's tiers use the names below, others may be any DNS label.
 */
export type StoragePurpose = 'default' | 'database' | 'broker' | 'monitoring' | 'shared' | (string & {});

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

/** Storage classes that are given for a purpose of no claim, which may be misspelled: no error, as a tier may come later. */
export function unusedClasses(
  { file, storage }: Pick<Environment, 'file' | 'storage'>,
  used: ReadonlySet<string>,
): Problem[] {
  if (storage.mode === 'static') return [];
  return Object.keys(storage.classes)
    .filter((purpose) => purpose !== 'default' && !used.has(purpose))
    .map((purpose) => {
      const meant = nearest(purpose, [...used]);
      const question = meant === undefined ? ';' : `, did you mean '${meant}'?`;
      const list = [...used].sort(compare).join(', ') || 'none';
      return {
        where: file,
        message: `no volume has the purpose of storage.classes.${purpose}${question} used: ${list}`,
      };
    });
}

/** Number of nodes in all pools. */
export function nodeCount(environment: Pick<Environment, 'cluster'>): number {
  return environment.cluster.nodes.reduce((sum, pool) => sum + pool.count, 0);
}
