import type { CheckContext } from '../../context';
import { productOf } from '../../domain/images';
import { mountedFiles } from '../../domain/mounted';
import type { Rule } from '../../rule';

export const postgresInitdbSchema: Rule = {
  id: 'postgres-initdb-schema',
  title: 'the schema is made by a script of the first start',
  severity: 'warning',
  why: 'it runs once, on an empty folder: later changes never reach an existing database',
  mend: 'keep roles, databases and extensions there; make tables by a migration Job',
  source: 'PostgreSQL image, docker-entrypoint',
  *check(context) {
    const migrated = tablesOfJobs(context);
    for (const container of context.containers) {
      if (productOf(container) !== 'postgres') continue;
      for (const file of mountedFiles(context, container)) {
        if (!file.location.startsWith('/docker-entrypoint-initdb.d')) continue;
        const table = tablesIn(file.text).find((name) => !migrated.has(`${container.template.namespace}/${name}`));
        if (table !== undefined) yield { entry: file.entry, field: file.path, value: table };
      }
    }
  },
};

function tablesIn(sql: string): string[] {
  return [...sql.matchAll(/^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?([\w."]+)/gim)].map(([, name = '']) => name);
}

/** Tables that a Job makes as well, as `namespace/table`: a first start that saves the Job its work is no fault. */
function tablesOfJobs(context: CheckContext): ReadonlySet<string> {
  const tables = context.containers
    .filter(({ template }) => template.entry.kind === 'Job')
    .flatMap((container) =>
      mountedFiles(context, container).flatMap(({ text }) =>
        tablesIn(text).map((table) => `${container.template.namespace}/${table}`),
      ),
    );
  return new Set(tables);
}
