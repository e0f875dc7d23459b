import { kedaTriggers } from '../../domain/keda';
import { kedaScalers } from '../../domain/keda-scalers';
import type { Rule } from '../../rule';

export const kedaTriggerType: Rule = {
  id: 'keda-trigger-type',
  title: 'KEDA knows no trigger of this type',
  severity: 'error',
  why: 'the scaler is not built, and nothing is ever scaled',
  mend: 'correct the type',
  source: 'KEDA docs, scalers of 2.20',
  *check(context) {
    for (const { entry, type, path } of kedaTriggers(context)) {
      if (type !== '' && !kedaScalers.has(type)) yield { entry, field: `${path}.type`, value: type };
    }
  },
};
