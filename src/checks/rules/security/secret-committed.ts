import { holdsPrivateKey, isHarmless } from '../../domain/clear-secrets';
import { embeddedFiles } from '../../embedded';
import type { Rule } from '../../rule';

export const secretCommitted: Rule = {
  id: 'secret-committed',
  title: 'a Secret is written in the clear',
  severity: 'warning',
  why: 'base64 is no encryption: whoever reads the repository, now or later, has it',
  mend: 'let External Secrets or Sealed Secrets make it, or make it by hand outside the repository',
  *check(context) {
    for (const entry of context.ofKind('/Secret')) {
      const files = embeddedFiles(entry).filter(({ text: content }) => !isHarmless(content));
      const told = files.some(({ text: content }) => holdsPrivateKey(content) || /client-key-data:/.test(content));
      if (files.length > 0 && !told) yield { entry, field: 'data', value: files.map(({ key }) => key).join(', ') };
    }
  },
};
