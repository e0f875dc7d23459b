import { rabbitmqTriggers } from '../../domain/keda';
import type { Rule } from '../../rule';

export const kedaActivation: Rule = {
  id: 'keda-activation',
  title: 'the trigger has a threshold below which it does nothing',
  severity: 'warning',
  why: 'the last messages of the queue are never served',
  mend: 'leave activationValue out',
  source: 'KEDA source, rabbitmq_scaler',
  *check(context) {
    for (const { entry, metadata, path } of rabbitmqTriggers(context)) {
      const { activationValue } = metadata;
      if (activationValue !== undefined && activationValue !== '0')
        yield { entry, field: `${path}.metadata.activationValue`, value: activationValue };
    }
  },
};
