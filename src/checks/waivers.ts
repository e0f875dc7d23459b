import { WAIVER_PREFIX } from '../kubernetes/labels';
import type { Entry } from '../manifests/model';

/** A rule set aside by an annotation. */
export interface Waiver {
  readonly entry: Entry;
  readonly rule: string;
  readonly reason: string;
  readonly annotation: string;
}

/** All waivers of an object, also those without a reason. */
export function waiversOf(entry: Entry): readonly Waiver[] {
  const waivers: Waiver[] = [];
  for (const [annotation, value] of Object.entries(entry.annotations)) {
    if (!annotation.startsWith(WAIVER_PREFIX)) continue;
    waivers.push({ entry, annotation, rule: annotation.slice(WAIVER_PREFIX.length), reason: value.trim() });
  }
  return waivers;
}
