import { holdsPrivateKey, isHarmless, namesSecret } from '../../domain/clear-secrets';
import { parseUrl } from '../../domain/hosts';
import type { Rule } from '../../rule';

export const secretInEnv: Rule = {
  id: 'secret-in-env',
  title: 'a container has a secret in the clear in its environment',
  severity: 'error',
  why: 'whoever may read the workload has it, and it stays in the history of the repository',
  mend: 'take it from a Secret by secretKeyRef, or from a mounted file; change the password, it is known now',
  *check({ containers }) {
    for (const { template, env } of containers) {
      for (const { name, value, path } of env) {
        if (namesSecret(name) && !isHarmless(value) && parseUrl(value) === undefined && !holdsPrivateKey(value))
          yield { entry: template.entry, field: `${path}.value`, value: name };
      }
    }
  },
};
