import { isHarmless, namesSecret, secretSettings } from '../../domain/clear-secrets';
import type { Rule } from '../../rule';

const option = /^--?([A-Za-z][\w.-]*)(?:[= ](.+))?$/s;

export const secretInArgs: Rule = {
  id: 'secret-in-args',
  title: 'a command line holds a secret in the clear',
  severity: 'error',
  why: 'it stands in the process list, in the workload and in the history of the repository',
  mend: 'read it from a file or from an environment variable that comes from a Secret',
  *check({ containers }) {
    for (const { template, path, words } of containers) {
      for (const [index, word] of words.entries()) {
        const [, name = '', joined] = option.exec(word.trim()) ?? [];
        const value = joined ?? words[index + 1] ?? '';
        const redis = /^(?:requirepass|masterauth|pass)$/.test(name);
        if (name !== '' && (redis || namesSecret(name)) && !value.startsWith('-') && !isHarmless(value)) {
          yield { entry: template.entry, field: path, value: `--${name}` };
        } else if (word.includes('\n')) {
          for (const setting of secretSettings(word)) yield { entry: template.entry, field: path, value: setting };
        }
      }
    }
  },
};
