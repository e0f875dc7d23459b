import type { Entry } from '../../entry';
import type { Rule } from '../../rule';

export const duplicateData: Rule = {
  id: 'duplicate-data',
  title: 'two ConfigMaps or Secrets hold the same',
  severity: 'info',
  why: 'one of them will be changed and the other forgotten',
  mend: 'keep one in the namespace and refer to it',
  *check(context) {
    const seen = new Map<string, Entry>();
    for (const entry of [...context.ofKind('/ConfigMap'), ...context.ofKind('/Secret')]) {
      const content = JSON.stringify([
        entry.namespace,
        entry.object.data ?? {},
        entry.object.stringData ?? {},
        entry.object.binaryData ?? {},
      ]);
      if (content.length < 60) continue;
      const other = seen.get(content);
      if (other !== undefined) yield { entry, value: other.key };
      else seen.set(content, entry);
    }
  },
};
