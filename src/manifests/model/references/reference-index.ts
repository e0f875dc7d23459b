import type { Reference } from './reference';

/** Who names which object: `usersOf('Secret', 'shop', 'db')`. */
export class ReferenceIndex {
  private readonly byNamed = new Map<string, Reference[]>();

  constructor(readonly all: readonly Reference[]) {
    for (const reference of all) {
      const key = `${reference.kind}\n${reference.namespace}\n${reference.name}`;
      const known = this.byNamed.get(key);
      if (known === undefined) this.byNamed.set(key, [reference]);
      else known.push(reference);
    }
  }

  /** Every place that names an object, in order of the objects that do; `namespace` is empty for one of a cluster. */
  to(kind: string, namespace: string, name: string): readonly Reference[] {
    return this.byNamed.get(`${kind}\n${namespace}\n${name}`) ?? [];
  }
}
