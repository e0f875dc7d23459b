import type { Rule } from '../../rule';

export const migrateOnStart: Rule = {
  id: 'migrate-on-start',
  title: 'every pod migrates the database when it starts',
  severity: 'warning',
  why: 'several pods change the schema at the same time, and a failing migration is a crash loop of the whole tier',
  mend: 'one Job before the workload',
  *check({ containers }) {
    for (const { template, path, words } of containers) {
      const word =
        words.find((item) =>
          /(?:manage\.py\s+migrate|alembic\s+upgrade|rails\s+db:migrate|flyway\s+migrate|prisma\s+migrate\s+deploy|knex\s+migrate)/.test(
            item,
          ),
        ) ?? (/manage\.py\n?/.test(words.join('\n')) && words.includes('migrate') ? 'migrate' : undefined);
      if (word !== undefined && !template.job && (template.replicas > 1 || template.entry.kind === 'DaemonSet'))
        yield { entry: template.entry, field: `${path}.command`, value: word };
    }
  },
};
