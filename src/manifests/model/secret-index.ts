import type { ExternalSecret } from '../../environment';
import type { IndexedSecret } from '../output-index';
import { sourceOf } from '../secret-supply';
import type { Entry } from './entry';
import { type SecretKeys, secretsMadeBy } from './secret-makers';

/** Every Secret that is emitted, made by a controller from an emitted object, promised by the index or named as external. */
export class SecretIndex {
  private readonly keys = new Map<string, Set<string> | 'any'>();

  constructor(
    entries: readonly Entry[],
    promised: readonly IndexedSecret[] = [],
    external: readonly ExternalSecret[] = [],
    environment = '',
  ) {
    for (const entry of entries) {
      for (const { name, keys } of secretsMadeBy(entry))
        this.add(entry.namespace, name, keys === 'any' ? keys : [...keys]);
    }
    for (const secret of promised) {
      if (environment !== '' && secret.environment !== environment) continue;
      // An object that makes it says itself which keys it has; the promise stands where none is there or can be read.
      if (sourceOf(secret) !== undefined && this.find(secret.namespace, secret.name) !== undefined) continue;
      this.add(
        secret.namespace,
        secret.name,
        secret.keys.map((item) => item.key),
      );
    }
    for (const { namespace, name, keys } of external) this.add(namespace, name, keys ?? 'any');
  }

  /** The keys of a Secret, or undefined if nobody makes it. */
  find(namespace: string, name: string): SecretKeys | undefined {
    return this.keys.get(`${namespace}/${name}`);
  }

  private add(namespace: string, name: string, keys: readonly string[] | 'any'): void {
    const place = `${namespace}/${name}`;
    const present = this.keys.get(place);
    if (keys === 'any' || present === 'any') this.keys.set(place, 'any');
    else this.keys.set(place, new Set([...(present ?? []), ...keys]));
  }
}
