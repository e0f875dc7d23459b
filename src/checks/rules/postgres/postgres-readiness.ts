import { productOf } from '../../domain/images';
import { dig, list } from '../../fields';
import type { Rule } from '../../rule';

export const postgresReadiness: Rule = {
  id: 'postgres-readiness',
  title: 'the readiness check of PostgreSQL passes too early',
  severity: 'warning',
  why: 'while the first start runs its scripts a server listens on the socket only: without -h the pod is ready before the database is',
  mend: 'pg_isready -h 127.0.0.1 -U user -d database',
  source: 'PostgreSQL image, docker-entrypoint',
  *check(context) {
    for (const container of context.containers) {
      const command = list(dig(container.fields, 'readinessProbe', 'exec', 'command')).join(' ');
      if (productOf(container) !== 'postgres' || !command.includes('pg_isready')) continue;
      if (!/pg_isready.*(?:-h|--host)/.test(command))
        yield {
          entry: container.template.entry,
          field: `${container.path}.readinessProbe.exec.command`,
          value: command,
        };
    }
  },
};
