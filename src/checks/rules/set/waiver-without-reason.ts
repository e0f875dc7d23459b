import type { Rule } from '../../rule';
import { waiversOf } from '../../waivers';

export const waiverWithoutReason: Rule = {
  id: 'waiver-without-reason',
  title: 'a waiver gives no reason',
  severity: 'error',
  why: 'nobody can later tell whether it still holds, so it is not applied',
  mend: 'write the reason as the value of the annotation',
  *check({ entries }) {
    for (const entry of entries) {
      for (const { annotation, reason } of waiversOf(entry)) {
        if (reason === '') yield { entry, field: `metadata.annotations["${annotation}"]` };
      }
    }
  },
};
