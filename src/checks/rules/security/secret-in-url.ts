import { urlWithPassword } from '../../domain/clear-secrets';
import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const secretInUrl: Rule = {
  id: 'secret-in-url',
  title: 'an address holds a user and a password in the clear',
  severity: 'error',
  why: 'whoever may read the object has them, logs repeat the address, and it stays in the history of the repository',
  mend: 'put user and password in a Secret; KEDA takes them by a TriggerAuthentication',
  *check(context) {
    for (const { entry, text: words, path } of namedTexts(context)) {
      const shown = urlWithPassword(words);
      if (shown !== undefined) yield { entry, field: path, value: shown };
    }
  },
};
