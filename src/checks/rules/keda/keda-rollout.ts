import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const kedaRollout: Rule = {
  id: 'keda-rollout',
  title: 'a change of the ScaledJob deletes its running Jobs',
  severity: 'error',
  why: 'unset means immediate: any change of the object, even of the polling interval, ends all Jobs of the old one in the middle of their work',
  mend: 'set rollout.strategy: gradual',
  source: 'KEDA source, ScaledJob controller; issues 2098 and 6440',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      const strategy = dig(entry.spec, 'rollout', 'strategy') ?? entry.spec.rolloutStrategy;
      if (strategy !== 'gradual') yield { entry, field: 'spec.rollout.strategy', value: strategy };
    }
  },
};
