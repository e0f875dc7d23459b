import { dig, list } from '../../manifests/fields';
import {
  connectionsOf,
  environmentOf,
  imageName,
  majorOf,
  mountedFiles,
  mountsOf,
  namedTexts,
  parseImage,
  productOf,
} from '../../manifests/model';
import { containers, each } from '../builders';
import type { CheckContext } from '../context';
import type { Rule } from '../rule';

export const postgresRules: readonly Rule[] = [
  {
    id: 'postgres-archive',
    title: 'PostgreSQL copies its log to a folder that nobody empties',
    severity: 'warning',
    why: 'the volume fills, and the database stops writing',
    mend: 'use replication slots with max_slot_wal_keep_size, an archive outside the cluster with a retention, or no archive',
    source: 'PostgreSQL manual, continuous archiving',
    check: each(namedTexts, function* ({ text: words, path }) {
      const line = words.split('\n').find((item) => /^\s*(?:-c\s*)?archive_command\s*=.*\bcp\b/.test(item));
      if (line !== undefined && !/pg_archivecleanup|archive_cleanup/.test(words))
        yield { field: path, value: line.trim() };
    }),
  },
  {
    id: 'postgres-connections',
    title: 'clients of PostgreSQL may open more connections than it takes',
    severity: 'warning',
    why: 'the server refuses those beyond ("sorry, too many clients already"), whoever comes last: a worker, or the tier that people wait for',
    mend: 'raise max_connections and the memory for it, lower replicas, maxima or the pools of clients, or put a pooler between',
    source: 'PostgreSQL manual, connections',
    check: each(containers, function* (container, context) {
      const connections = productOf(container) === 'postgres' ? connectionsOf(context, container) : undefined;
      if (connections === undefined) return;
      const { limit, reserved, rows, asked } = connections;
      if (asked <= limit - reserved) return;
      const most = rows.slice(0, 3).map(({ entry, pods, each: own }) => `${entry.name} ${pods * own}`);
      yield { field: container.path, value: `${asked} of ${limit - reserved}; ${most.join(', ')}` };
    }),
  },
  {
    id: 'postgres-grace',
    title: 'PostgreSQL has little time to stop',
    severity: 'warning',
    why: 'a kill in the middle of the last checkpoint makes the next start replay the log',
    mend: 'terminationGracePeriodSeconds: 90 or more',
    source: 'PostgreSQL manual, shutdown',
    check: each(containers, function* (container) {
      const { spec, specPath } = container.template;
      if (productOf(container) !== 'postgres') return;
      const grace = spec.terminationGracePeriodSeconds ?? 30;
      if (typeof grace === 'number' && grace < 90)
        yield { field: `${specPath}.terminationGracePeriodSeconds`, value: grace };
    }),
  },
  {
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
  },
  {
    id: 'postgres-layout',
    title: 'the data folder and its volume do not fit the major version of PostgreSQL',
    severity: 'error',
    why: 'initdb refuses a folder that is not empty (lost+found), the image refuses the old layout, or the data lies outside the volume and is lost with the pod',
    mend: 'from 18 mount /var/lib/postgresql; up to 17 mount /var/lib/postgresql/data and set PGDATA to a folder below it',
    source: 'PostgreSQL image, docker-entrypoint',
    check: each(containers, function* (container, context) {
      const major = majorOf(container);
      if (productOf(container) !== 'postgres' || imageName(container.image) !== 'postgres' || major === undefined)
        return;
      const given = environmentOf(context, container).get('PGDATA');
      const data = (given ?? (major >= 18 ? `/var/lib/postgresql/${major}/docker` : DATA)).replace(/\/+$/, '');
      for (const mount of mountsOf(context, container)) {
        if (major >= 18 && mount.path === DATA) yield { field: mount.field, value: `${DATA} with version ${major}` };
        else if (mount.lasting && mount.path === data && mount.subPath === undefined) {
          // Without PGDATA it works on volumes whose root is empty.
          yield {
            field: mount.field,
            value: `PGDATA ${data} is the root of the volume`,
            severity: given === undefined ? 'warning' : 'error',
          };
        } else if (
          mount.lasting &&
          mount.path.startsWith('/var/lib/postgresql') &&
          !data.startsWith(`${mount.path}/`) &&
          mount.path !== data
        ) {
          yield { field: mount.field, value: `PGDATA ${data} lies outside ${mount.path}` };
        } else if (mount.lasting && major < 18 && mount.path === '/var/lib/postgresql' && data === DATA) {
          yield {
            field: mount.field,
            value: mount.path,
            what: 'the image declares a volume of its own at the data folder, which hides this one',
          };
        }
      }
    }),
  },
  {
    id: 'postgres-readiness',
    title: 'the readiness check of PostgreSQL passes too early',
    severity: 'warning',
    why: 'while the first start runs its scripts a server listens on the socket only: without -h the pod is ready before the database is',
    mend: 'pg_isready -h 127.0.0.1 -U user -d database',
    source: 'PostgreSQL image, docker-entrypoint',
    check: each(containers, function* (container) {
      const command = list(dig(container.fields, 'readinessProbe', 'exec', 'command')).join(' ');
      if (productOf(container) !== 'postgres' || !command.includes('pg_isready')) return;
      if (!/pg_isready.*(?:-h|--host)/.test(command))
        yield {
          field: `${container.path}.readinessProbe.exec.command`,
          value: command,
        };
    }),
  },
  {
    id: 'postgres-trust',
    title: 'PostgreSQL lets everybody in without a password',
    severity: 'error',
    why: 'every pod that reaches the port reads and writes all data, or takes a copy by replication',
    mend: 'scram-sha-256, and the network of the pods instead of 0.0.0.0/0',
    source: 'PostgreSQL manual, pg_hba.conf',
    check: each(namedTexts, function* ({ name, text: words, path }) {
      const line = words
        .split('\n')
        .find(
          (item) =>
            /\bhost(?:ssl|nossl)?\s+\S+\s+\S+\s+(?!127\.|::1|localhost|samehost)\S+\s+(?:\S+\s+)?trust\b/.test(item) &&
            !item.trimStart().startsWith('#'),
        );
      if (line !== undefined) yield { field: path, value: line.trim() };
      else if (name === 'POSTGRES_HOST_AUTH_METHOD' && words.trim() === 'trust') yield { field: path, value: 'trust' };
    }),
  },
  {
    id: 'postgres-user',
    title: 'PostgreSQL runs as a user that does not own its data',
    severity: 'warning',
    why: 'the image for Debian uses uid 999, the one for Alpine 70; a change of variant makes the data unreadable and changes the order of texts',
    mend: 'runAsUser 999 (Debian) or 70 (Alpine)',
    source: 'PostgreSQL image, Dockerfile',
    check: each(containers, function* (container) {
      if (productOf(container) !== 'postgres' || imageName(container.image) !== 'postgres') return;
      const { spec, specPath } = container.template;
      const own = dig(container.fields, 'securityContext', 'runAsUser');
      const user = own ?? dig(spec, 'securityContext', 'runAsUser');
      const right = parseImage(container.image).tag.includes('alpine') ? 70 : 999;
      if (typeof user === 'number' && user !== right)
        yield {
          field:
            own === undefined ? `${specPath}.securityContext.runAsUser` : `${container.path}.securityContext.runAsUser`,
          value: user,
        };
    }),
  },
];

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

const DATA = '/var/lib/postgresql/data';
