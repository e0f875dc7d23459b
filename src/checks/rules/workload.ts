import { loadAll } from 'js-yaml';
import { KUBERNETES_SCHEMA } from '../../manifests';
import { keyed } from '../../manifests/field-path';
import { dig, fields, list } from '../../manifests/fields';
import { type Entry, namedTexts, productOf } from '../../manifests/model';
import { containers, each, objects, pods } from '../builders';
import type { Rule } from '../rule';

/** A command that changes a schema, as words of its own or within a line of a shell. */
const migration =
  /\b(?:manage\.py\s(?:[^;&|\n]*\s)?migrate|alembic\s(?:[^;&|\n]*\s)?upgrade|rails\s+db:migrate|flyway\s+migrate|prisma\s+migrate\s+deploy|knex\s+migrate)\b/;

export const workloadRules: readonly Rule[] = [
  {
    id: 'configmap-syntax',
    title: 'a file in a ConfigMap is broken',
    severity: 'error',
    why: 'the program that reads it stops, or silently uses its defaults',
    mend: 'correct the file',
    *check(context) {
      for (const { entry, key, text: content, path } of context.configFiles) {
        // Files with placeholders are completed before they are read.
        if (content.trim() === '' || /\{\{|\$\{|<%/.test(content)) continue;
        const broken = brokenSyntax(key, content);
        if (broken !== undefined) yield { entry, field: path, value: broken };
      }
    },
  },
  {
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
  },
  {
    id: 'ingress-class-annotation',
    title: 'an Ingress is set up by annotations of a controller that is gone',
    severity: 'warning',
    why: 'the class annotation is deprecated, and the current Traefik does not read the annotations of Traefik 1: redirects and limits silently do not happen',
    mend: 'spec.ingressClassName, and a Middleware for what Traefik should do',
    source: 'Kubernetes docs, Ingress; Traefik docs, migration',
    check: each(objects('Ingress'), function* (entry) {
      for (const key of Object.keys(entry.annotations)) {
        if (
          key === 'kubernetes.io/ingress.class' ||
          /^traefik\.ingress\.kubernetes\.io\/(?:redirect|frontend|rule-type|app-root|request-modifier|preserve-host|whitelist|rate-limit|error-pages|custom-)/.test(
            key,
          ) ||
          key.startsWith('ingress.kubernetes.io/')
        ) {
          yield { field: keyed('metadata.annotations', key), value: entry.annotations[key] };
        }
      }
    }),
  },
  {
    id: 'migrate-on-start',
    title: 'every pod migrates the database when it starts',
    severity: 'warning',
    why: 'several pods change the schema at the same time, and a failing migration is a crash loop of the whole tier',
    mend: 'one Job before the workload',
    check: each(containers, function* ({ template, path, words }) {
      const [word] = migration.exec(words.join(' ')) ?? [];
      if (word !== undefined && !template.job && (template.replicas > 1 || template.entry.kind === 'DaemonSet'))
        yield { field: `${path}.command`, value: word };
    }),
  },
  {
    id: 'nginx-log-path',
    title: 'nginx writes its log to a file named on',
    severity: 'warning',
    why: 'access_log takes a path or off: nobody finds the log, and the container’s disk fills',
    mend: 'access_log /dev/stdout;',
    source: 'nginx docs, access_log',
    *check(context) {
      for (const { entry, text: content, path } of context.configFiles) {
        if (/^\s*access_log\s+on\s*;/m.test(content)) yield { entry, field: path, value: 'access_log on;' };
      }
    },
  },
  {
    id: 'node-port-clash',
    title: 'two Services take one node port, or one outside the range',
    severity: 'error',
    why: 'the API server refuses the second',
    mend: 'use another port of 30000 to 32767, or leave it to the cluster',
    *check(context) {
      const seen = new Map<string, Entry>();
      for (const entry of context.ofKind('/Service')) {
        for (const [index, item] of list(entry.spec.ports).entries()) {
          const { nodePort, protocol = 'TCP' } = fields(item);
          if (typeof nodePort !== 'number') continue;
          const field = `spec.ports[${index}].nodePort`;
          const key = `${nodePort}/${protocol}`;
          const other = seen.get(key);
          if (other !== undefined) yield { entry, field, value: nodePort, what: `the port is taken by ${other.key}` };
          else seen.set(key, entry);
          if (nodePort < 30000 || nodePort > 32767)
            yield {
              entry,
              field,
              value: nodePort,
              severity: 'warning',
              what: 'the port is outside the range of most clusters',
            };
        }
      }
    },
  },
  {
    id: 'pod-labels-missing',
    title: 'a pod template has no labels',
    severity: 'warning',
    why: 'no NetworkPolicy, budget or monitor can select the pods: a worker’s pods have the labels of its template, not of the ScaledJob',
    mend: 'repeat app and tier under template.metadata.labels',
    check: each(
      pods,
      ({ entry, path, labels }) =>
        path !== '' &&
        Object.keys(labels).length === 0 &&
        entry.spec.selector === undefined && { field: `${path}.metadata.labels` },
    ),
  },
  {
    id: 'probe-liveness-database',
    title: 'a database has a liveness probe',
    severity: 'warning',
    why: 'a server that replays its log answers late: the probe kills it, and the replay begins again',
    mend: 'use a startupProbe with a long budget and a readinessProbe; no livenessProbe',
    source: 'PostgreSQL manual, pg_isready',
    check: each(containers, function* (container) {
      const product = productOf(container);
      if (product !== 'postgres' && product !== 'mysql' && product !== 'mongo') return;
      if (container.fields.livenessProbe !== undefined) yield { field: `${container.path}.livenessProbe` };
    }),
  },
  {
    id: 'probe-liveness-harsh',
    title: 'one slow answer restarts the container',
    severity: 'warning',
    why: 'under load the restarts take away the pods that are left',
    mend: 'failureThreshold: 3 or more, and an endpoint that only fails on a deadlock',
    check: each(containers, function* ({ path, fields: container }) {
      const threshold = dig(container, 'livenessProbe', 'failureThreshold');
      if (typeof threshold === 'number' && threshold < 2)
        yield { field: `${path}.livenessProbe.failureThreshold`, value: threshold };
    }),
  },
  {
    id: 'probe-readiness',
    title: 'a server has no readiness probe',
    severity: 'warning',
    why: 'it gets requests before it can answer them, and keeps getting them when it hangs; waiting for "ready" means nothing',
    mend: 'add a readinessProbe on its own ability to serve',
    check: each(containers, function* ({ template, path, fields: container, role }) {
      if (
        role !== 'container' ||
        template.job ||
        template.entry.kind === 'DaemonSet' ||
        list(container.ports).length === 0
      )
        return;
      if (container.readinessProbe === undefined) yield { field: `${path}.readinessProbe` };
    }),
  },
  {
    id: 'shell-goes-on',
    title: 'a script goes on after a failed command',
    severity: 'warning',
    why: 'a failed step is hidden, and what follows works on half of it',
    mend: 'begin it with set -e',
    check: each(namedTexts, function* ({ name, text: words, path, kind }) {
      if (kind === 'trigger' || kind === 'env' || (!/\.sh$/.test(name) && !/^#!.*\bsh\b/.test(words))) return;
      const lines = words.split('\n').filter((line) => /^\s*[a-z./]/i.test(line) && !line.trimStart().startsWith('#'));
      const stops = /set\s+-[a-z]*e|set\s+-o\s+errexit|^#!.*\s-[a-z]*e/m.test(words);
      if (
        !stops &&
        lines.filter(
          (line) => !/^\s*(?:exec|if|then|fi|else|done|do|while|until|for|case|esac|echo|export|exit|\w+=)/.test(line),
        ).length > 1
      )
        yield { field: path };
    }),
  },
  {
    id: 'shell-test',
    title: 'a test in a shell script does not do what it says',
    severity: 'error',
    why: '[ "$a"="b" ] without spaces is always true; == is an error in sh',
    mend: 'write [ "$a" = "b" ], with spaces',
    source: 'POSIX, test',
    check: each(namedTexts, function* ({ text: words, path, kind }) {
      if (kind === 'trigger' || !/\[\s/.test(words) || !/\b(?:if|while|until|then)\b|&&|\|\|/.test(words)) return;
      for (const [test] of words.matchAll(/(?<![[\w])\[ [^[\]\n]+ \](?!\])/g)) {
        const joined = /^\[ \S*["'\w})]=["'$\w]\S* \]$/.test(test) && !/ [!=<>]=? | -[a-z]+ /.test(test);
        const double = / == /.test(test) && /^#!\s*\/bin\/sh|^(?![\s\S]*bash)/.test(words);
        if (joined || double) yield { field: path, value: test, severity: joined ? 'error' : 'warning' };
      }
    }),
  },
];

function brokenSyntax(key: string, content: string): string | undefined {
  try {
    if (key.endsWith('.json')) JSON.parse(content);
    else if (/\.ya?ml$/.test(key)) loadAll(content, { schema: KUBERNETES_SCHEMA });
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}
