import type { ContainerAt, Entry } from '../../manifests/model';
import type { CheckContext } from '../context';
import type { Observation, Rule } from '../rule';

/** What a rule makes of one thing: nothing, one observation or several; the object it belongs to is filled in. */
export type Seen = Observation | Iterable<Observation> | false | undefined | null | 0 | '';

/** Where a rule's things come from. */
export type Source<T> = (context: CheckContext) => Iterable<T>;

/**
 * A rule's `check` that looks at each thing of a source, one after the other.
 *
 * ```ts
 * check: each(objects('/Service'), ({ spec }) => spec.type === 'LoadBalancer' && { field: 'spec.type' }),
 * ```
 *
 * @param look sees what is wrong with one thing; observations that name no object are about the thing's own
 */
export function each<T extends object>(
  source: Source<T>,
  look: (thing: T, context: CheckContext) => Seen,
): Rule['check'] {
  return function* (context) {
    for (const thing of source(context)) {
      const seen = look(thing, context);
      if (!seen) continue;
      const entry = objectOf(thing);
      for (const observation of Symbol.iterator in seen ? seen : [seen]) yield { entry, ...observation };
    }
  };
}

/** A rule's `check` that holds several. */
export function all(...checks: readonly Rule['check'][]): Rule['check'] {
  return function* (context) {
    for (const check of checks) yield* check(context);
  };
}

/** The object that a thing is, or stands in. */
function objectOf(thing: object): Entry | undefined {
  if ('manifest' in thing) return thing as Entry;
  if ('template' in thing) return (thing as ContainerAt).template.entry;
  return (thing as { readonly entry?: Entry }).entry;
}
