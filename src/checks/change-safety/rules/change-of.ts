import { objectKey } from '../../../manifests';
import type { Entry } from '../../../manifests/model';
import type { SetFinding } from '../rule';

/** The change that a finding over several objects is told of: of an object that is there now, and may have been before. */
export function changeOf(before: Entry | undefined, now: Entry): SetFinding['change'] {
  return {
    key: objectKey(now.object),
    ...(before !== undefined && { from: before.manifest }),
    to: now.manifest,
  };
}
