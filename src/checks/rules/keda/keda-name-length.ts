import type { Rule } from '../../rule';

export const kedaNameLength: Rule = {
  id: 'keda-name-length',
  title: 'the name of the ScaledJob is too long',
  severity: 'error',
  why: 'its Jobs get the name and a suffix, and the name as a label: no Job can be made',
  mend: 'use at most 52 characters',
  source: 'KEDA source, scale_jobs',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      if (entry.name.length > 52 && entry.name.length <= 253)
        yield { entry, field: 'metadata.name', value: entry.name };
    }
  },
};
