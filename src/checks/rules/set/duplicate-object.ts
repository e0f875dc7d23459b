import type { Rule } from '../../rule';

export const duplicateObject: Rule = {
  id: 'duplicate-object',
  title: 'the same object is written twice',
  severity: 'error',
  why: 'the one applied last wins, and which one that is depends on the order of files',
  mend: 'keep one of them, or give the other its own name',
  *check({ entries }) {
    let first = entries[0];
    for (const entry of entries.slice(1)) {
      if (first !== undefined && entry.key === first.key && entry.name !== '') {
        yield { entry, value: `${entry.file} and ${first.file}` };
      } else first = entry;
    }
  },
};
