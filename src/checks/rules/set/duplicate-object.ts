import type { Rule } from '../../rule';

export const duplicateObject: Rule = {
  id: 'duplicate-object',
  title: 'the same object is written more than once',
  severity: 'error',
  why: 'the one applied last wins, and which one that is depends on the order of files',
  mend: 'keep one of them, or give the other its own name',
  *check({ entries }) {
    const counts = new Map<string, number>();
    for (const { key } of entries) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const entry of entries) {
      const count = counts.get(entry.key) ?? 0;
      if (count > 1 && entry.name !== '') yield { entry, value: `${count} times` };
    }
  },
};
