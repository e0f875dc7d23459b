import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const shellGoesOn: Rule = {
  id: 'shell-goes-on',
  title: 'a script goes on after a failed command',
  severity: 'warning',
  why: 'a failed step is hidden, and what follows works on half of it',
  mend: 'begin it with set -e',
  *check(context) {
    for (const { entry, name, text: words, path, kind } of namedTexts(context)) {
      if (kind === 'trigger' || kind === 'env' || (!/\.sh$/.test(name) && !/^#!.*\bsh\b/.test(words))) continue;
      const lines = words.split('\n').filter((line) => /^\s*[a-z./]/i.test(line) && !line.trimStart().startsWith('#'));
      const stops = /set\s+-[a-z]*e|set\s+-o\s+errexit|^#!.*\s-[a-z]*e/m.test(words);
      if (
        !stops &&
        lines.filter(
          (line) => !/^\s*(?:exec|if|then|fi|else|done|do|while|until|for|case|esac|echo|export|exit|\w+=)/.test(line),
        ).length > 1
      )
        yield { entry, field: path };
    }
  },
};
