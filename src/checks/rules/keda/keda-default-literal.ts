import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const kedaDefaultLiteral: Rule = {
  id: 'keda-default-literal',
  title: 'the strategy is written as the word default',
  severity: 'error',
  why: 'the definitions of KEDA 2.20.0 and 2.20.1 refuse the word',
  mend: 'leave scalingStrategy.strategy out: that is the default strategy',
  source: 'KEDA issue 7855',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      if (dig(entry.spec, 'scalingStrategy', 'strategy') === 'default')
        yield { entry, field: 'spec.scalingStrategy.strategy', value: 'default' };
    }
  },
};
