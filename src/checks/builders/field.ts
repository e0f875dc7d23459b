import { dig } from '../../manifests/fields';
import type { Rule } from '../rule';
import { each } from './each';
import { objects } from './sources';

/**
 * A rule's `check` of one field of a kind.
 *
 * ```ts
 * check: field('apps/Deployment', 'spec.revisionHistoryLimit', (value) => value === 0),
 * ```
 *
 * @param path keys joined by dots
 * @param wrong whether this value is wrong; undefined where the field is not there
 */
export function field(kind: string, path: string, wrong: (value: unknown) => boolean): Rule['check'] {
  const keys = path.split('.');
  return each(objects(kind), ({ object }) => {
    const value = dig(object, ...keys);
    return wrong(value) && { field: path, value };
  });
}
