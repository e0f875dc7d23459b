import type { Rule } from '../../rule';

export const jobDeadlineShort: Rule = {
  id: 'job-deadline-short',
  title: 'a migration has little time',
  severity: 'warning',
  why: 'the first one on a big table, or on a slow disk, is killed half-way',
  mend: 'give it at least 600 s',
  *check({ templates, containers }) {
    const migrating = new Set(
      containers
        .filter(({ words }) => words.some((word) => /\b(?:migrat|alembic|flyway|liquibase)/i.test(word)))
        .map(({ template }) => template),
    );
    for (const template of templates) {
      if (!migrating.has(template) || template.entry.kind !== 'Job') continue;
      const { activeDeadlineSeconds: seconds } = template.entry.spec;
      if (typeof seconds === 'number' && seconds < 600)
        yield { entry: template.entry, field: 'spec.activeDeadlineSeconds', value: seconds };
    }
  },
};
