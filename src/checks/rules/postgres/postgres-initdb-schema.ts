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
    for (const container of context.containers) {
      if (productOf(container) !== 'postgres') continue;
      for (const file of mountedFiles(context, container)) {
        const table = /^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?([\w."]+)/im.exec(file.text)?.[1];
        if (file.location.startsWith('/docker-entrypoint-initdb.d') && table !== undefined)
          yield { entry: file.entry, field: file.path, value: table };
      }
    }
  },
};
