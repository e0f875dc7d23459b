import { loadAll } from 'js-yaml';
import { KUBERNETES_SCHEMA } from '../../../manifests';
import type { Rule } from '../../rule';

export const configmapSyntax: Rule = {
  id: 'configmap-syntax',
  title: 'a file in a ConfigMap is broken',
  severity: 'error',
  why: 'the program that reads it stops, or silently uses its defaults',
  mend: 'correct the file',
  *check(context) {
    for (const { entry, key, text: content, path } of context.configFiles) {
      // Files with placeholders are completed before they are read.
      if (content.trim() === '' || /\{\{|\$\{|<%/.test(content)) continue;
      const broken = brokenSyntax(key, content);
      if (broken !== undefined) yield { entry, field: path, value: broken };
    }
  },
};
function brokenSyntax(key: string, content: string): string | undefined {
  try {
    if (key.endsWith('.json')) JSON.parse(content);
    else if (/\.ya?ml$/.test(key)) loadAll(content, { schema: KUBERNETES_SCHEMA });
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}
