import type { Rule } from '../../rule';

export const jobTtlTracked: Rule = {
  id: 'job-ttl-tracked',
  title: 'a Job that Argo CD keeps in step removes itself',
  severity: 'warning',
  why: 'the vanished Job makes the Application OutOfSync, and self-heal runs it again',
  mend: 'make it a hook, or leave ttlSecondsAfterFinished out',
  source: 'Argo CD issue 13851',
  *check(context) {
    if (context.ofKind('argoproj.io/Application').length === 0) return;
    for (const entry of context.ofKind('batch/Job')) {
      if (
        entry.spec.ttlSecondsAfterFinished !== undefined &&
        entry.annotations['argocd.argoproj.io/hook'] === undefined
      )
        yield { entry, field: 'spec.ttlSecondsAfterFinished', value: entry.spec.ttlSecondsAfterFinished };
    }
  },
};
