import { holdsPrivateKey, isHarmless, namesSecret, secretSettings } from '../../domain/clear-secrets';
import type { Rule } from '../../rule';

export const secretInConfigmap: Rule = {
  id: 'secret-in-configmap',
  title: 'a ConfigMap holds a secret in the clear',
  severity: 'error',
  why: 'whoever may read ConfigMaps has it, and it stays in the history of the repository',
  mend: 'move it to a Secret that a provider makes and refer to it; change the password, it is known now',
  *check(context) {
    for (const { entry, key, text: content, path } of context.configFiles) {
      if (content.includes('\n') || /[:=]/.test(content)) {
        for (const name of new Set([...secretSettings(content), ...jsonSecrets(key, content)]))
          yield { entry, field: path, value: name };
      }
      if (!content.includes('\n') && namesSecret(key) && !isHarmless(content) && !holdsPrivateKey(content))
        yield { entry, field: path, value: key };
    }
  },
};
/** Members of a JSON file whose name tells a secret. */
function jsonSecrets(key: string, content: string): string[] {
  if (!/^\s*[[{]/.test(content) || key.endsWith('.js')) return [];
  const found = [...content.matchAll(/"([A-Za-z][\w.-]*)"\s*:\s*"([^"\\]{1,200})"\s*[,}\]]/g)];
  return found
    .filter(([, name = '', value = '']) => namesSecret(name) && !isHarmless(value))
    .map(([, name = '']) => name);
}
