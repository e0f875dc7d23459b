import { dump } from 'js-yaml';

/** YAML in the order of the keys: no anchors, no folded lines, so that sharing a value never changes the bytes. */
export function stringify(value: unknown): string {
  return dump(value, { noRefs: true, lineWidth: -1 });
}
