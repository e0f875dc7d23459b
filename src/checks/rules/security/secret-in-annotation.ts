import { holdsPrivateKey, isHarmless, namesSecret, urlWithPassword } from '../../domain/clear-secrets';
import { keyed } from '../../field-path';
import type { Rule } from '../../rule';

export const secretInAnnotation: Rule = {
  id: 'secret-in-annotation',
  title: 'an annotation or label holds a secret in the clear',
  severity: 'error',
  why: 'everybody who may list objects reads it',
  mend: 'move it to a Secret; change the password, it is known now',
  *check(context) {
    for (const entry of context.entries) {
      for (const part of ['annotations', 'labels'] as const) {
        for (const [key, value] of Object.entries(entry[part])) {
          const name = key.slice(key.indexOf('/') + 1);
          const foreign =
            key.startsWith('tiers.cdk8s.io/') || /^checksum|hash/.test(key) || key.startsWith('kubectl.kubernetes.io/');
          const inClear =
            namesSecret(name) &&
            !isHarmless(value) &&
            !/-secret(?:-name)?$|secret-?name$/i.test(name) &&
            !/^[a-z0-9]+(?:[-/._][a-z0-9]+)+$/.test(value);
          if (foreign || !(inClear || urlWithPassword(value) !== undefined || holdsPrivateKey(value))) continue;
          yield { entry, field: keyed(`metadata.${part}`, key) };
        }
      }
    }
  },
};
