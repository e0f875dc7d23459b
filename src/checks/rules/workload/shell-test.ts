import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const shellTest: Rule = {
  id: 'shell-test',
  title: 'a test in a shell script does not do what it says',
  severity: 'error',
  why: '[ "$a"="b" ] without spaces is always true; == is an error in sh',
  mend: 'write [ "$a" = "b" ], with spaces',
  source: 'POSIX, test',
  *check(context) {
    for (const { entry, text: words, path, kind } of namedTexts(context)) {
      if (kind === 'trigger' || !/\[\s/.test(words) || !/\b(?:if|while|until|then)\b|&&|\|\|/.test(words)) continue;
      for (const [test] of words.matchAll(/(?<![[\w])\[ [^[\]\n]+ \](?!\])/g)) {
        const joined = /^\[ \S*["'\w})]=["'$\w]\S* \]$/.test(test) && !/ [!=<>]=? | -[a-z]+ /.test(test);
        const double = / == /.test(test) && /^#!\s*\/bin\/sh|^(?![\s\S]*bash)/.test(words);
        if (joined || double) yield { entry, field: path, value: test, severity: joined ? 'error' : 'warning' };
      }
    }
  },
};
