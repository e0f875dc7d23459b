import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const postgresArchive: Rule = {
  id: 'postgres-archive',
  title: 'PostgreSQL copies its log to a folder that nobody empties',
  severity: 'warning',
  why: 'the volume fills, and the database stops writing',
  mend: 'use replication slots with max_slot_wal_keep_size, an archive outside the cluster with a retention, or no archive',
  source: 'PostgreSQL manual, continuous archiving',
  *check(context) {
    for (const { entry, text: words, path } of namedTexts(context)) {
      const line = words.split('\n').find((item) => /^\s*(?:-c\s*)?archive_command\s*=.*\bcp\b/.test(item));
      if (line !== undefined && !/pg_archivecleanup|archive_cleanup/.test(words))
        yield { entry, field: path, value: line.trim() };
    }
  },
};
