import { holdsPrivateKey } from '../../domain/clear-secrets';
import { embeddedFiles } from '../../embedded';
import type { Rule } from '../../rule';

export const secretPrivateKey: Rule = {
  id: 'secret-private-key',
  title: 'a private key is written in a manifest',
  severity: 'error',
  why: 'whoever reads the repository, now or later, has the key',
  mend: 'let cert-manager or a provider make the Secret; revoke this key',
  *check(context) {
    const secrets = context.ofKind('/Secret').flatMap((entry) => embeddedFiles(entry));
    for (const { entry, text: content, path } of [...context.configFiles, ...secrets]) {
      if (holdsPrivateKey(content)) yield { entry, field: path };
    }
    for (const { template, env } of context.containers) {
      for (const { value, path } of env)
        if (holdsPrivateKey(value)) yield { entry: template.entry, field: `${path}.value` };
    }
  },
};
