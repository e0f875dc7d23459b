import { applicationOf, hookOf, waveOf } from '../../domain/argo';
import type { Rule } from '../../rule';

export const argoScaledJobWave: Rule = {
  id: 'argo-scaled-job-wave',
  title: 'a ScaledJob is not in the last wave',
  severity: 'warning',
  why: 'it is Degraded while the broker is down, and blocks every later wave',
  mend: 'give ScaledJobs the highest sync-wave',
  source: 'Argo CD health scripts, ScaledJob',
  *check(context) {
    const last = new Map<string, number>();
    for (const { entry } of context.templates) {
      if (entry.kind === 'ScaledJob' || hookOf(entry) !== undefined) continue;
      const application = applicationOf(context, entry);
      last.set(application, Math.max(last.get(application) ?? waveOf(entry), waveOf(entry)));
    }
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      const highest = last.get(applicationOf(context, entry));
      if (highest !== undefined && waveOf(entry) < highest)
        yield {
          entry,
          field: 'metadata.annotations["argocd.argoproj.io/sync-wave"]',
          value: `${waveOf(entry)} before ${highest}`,
        };
    }
  },
};
