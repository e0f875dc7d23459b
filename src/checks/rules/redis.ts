import { isSentinel, mountsOf, namedTexts, redisClients, redisServers, toldTo } from '../../manifests/model';
import { containers, each } from '../builders';
import type { Rule } from '../rule';

export const redisRules: readonly Rule[] = [
  {
    id: 'redis-down-after',
    title: 'Sentinel waits too long, or its time is a port number',
    severity: 'error',
    why: 'the master counts as down only after that many milliseconds: no writes until then',
    mend: 'sentinel down-after-milliseconds NAME 5000',
    source: 'Redis docs, Sentinel',
    check: each(namedTexts, function* ({ text: words, path }) {
      for (const [line, value = ''] of words.matchAll(/^\s*sentinel\s+down-after-milliseconds\s+\S+\s+(\d+)/gm)) {
        const time = Number(value);
        if (time === 26379 || time === 6379 || time < 500) yield { field: path, value: line.trim() };
        else if (time > 60_000) yield { field: path, value: line.trim(), severity: 'warning' };
      }
    }),
  },
  {
    id: 'redis-fixed-master',
    title: 'a client names one node of a Redis that Sentinel guards',
    severity: 'error',
    why: 'after a failover that node is a replica, and every write fails',
    mend: 'give the client the Sentinels and the name of the master',
    source: 'Redis docs, Sentinel clients',
    *check(context) {
      if (!context.containers.some((container) => isSentinel(container))) return;
      for (const { entry, pod, path, host } of redisClients(context)) {
        if (pod !== undefined) yield { entry, field: path, value: host };
      }
    },
  },
  {
    id: 'redis-no-password',
    title: 'Redis takes commands from everybody',
    severity: 'warning',
    why: 'the image turns the protected mode off: without a password every pod that reaches the port reads and deletes all data',
    mend: 'requirepass and masterauth from a Secret on every node, auth-pass for Sentinel',
    source: 'Redis image, docker-entrypoint',
    check: each(redisServers, function* (container, context) {
      const told = toldTo(context, container);
      const secretFile = mountsOf(context, container).some(
        ({ volume }) => volume.secret !== undefined || volume.emptyDir !== undefined,
      );
      if (/^(?!\s*#).*(?:requirepass|aclfile|user default)/m.test(told)) return;
      if (!secretFile || told.includes('requirepass')) yield { field: container.path };
    }),
  },
  {
    id: 'redis-sentinel-config',
    title: 'Sentinel cannot write its configuration',
    severity: 'error',
    why: 'it rewrites the file at every change and refuses to start if it cannot; on a volume that dies with the pod it forgets its peers',
    mend: 'an init container copies the file once to a claim; never overwrite it at a restart',
    source: 'Redis docs, Sentinel',
    check: each(containers, function* (container, context) {
      if (!isSentinel(container)) return;
      const file = container.words.flatMap((word) => word.split(/\s+/)).find((word) => /^\/.*\.conf$/.test(word));
      if (file === undefined) return;
      const mount = mountsOf(context, container)
        .filter(({ path }) => file === path || file.startsWith(`${path}/`))
        .sort((a, b) => b.path.length - a.path.length)[0];
      if (mount?.volume.configMap !== undefined || mount?.volume.secret !== undefined)
        yield { field: mount.field, value: file };
      else if (mount?.volume.emptyDir !== undefined) {
        yield {
          field: mount.field,
          value: file,
          severity: 'warning',
          what: 'the configuration of Sentinel dies with the pod',
        };
      }
    }),
  },
  {
    id: 'redis-sentinel-count',
    title: 'the Sentinels cannot decide on a failover',
    severity: 'error',
    why: 'the majority of all Sentinels must agree: with one or two of them the loss of one node stops it',
    mend: '3 Sentinels on 3 nodes, quorum 2',
    source: 'Redis docs, Sentinel',
    check: each(containers, function* (container, context) {
      if (!isSentinel(container)) return;
      const { replicas } = container.template;
      if (replicas < 3 || replicas % 2 === 0) yield { field: 'spec.replicas', value: replicas };
      const quorum = Number(
        /^\s*sentinel\s+monitor\s+\S+\s+\S+\s+\S+\s+(\d+)/m.exec(toldTo(context, container))?.[1] ?? '2',
      );
      if (quorum > replicas) yield { field: container.path, value: `quorum ${quorum} of ${replicas}` };
    }),
  },
  {
    id: 'redis-sentinel-names',
    title: 'Sentinel is given a name and does not resolve names',
    severity: 'error',
    why: 'without the setting it takes addresses only and refuses to start',
    mend: 'sentinel resolve-hostnames yes and sentinel announce-hostnames yes, before the monitor line',
    source: 'Redis docs, Sentinel',
    check: each(namedTexts, function* ({ text: words, path, kind }) {
      const host = /^\s*sentinel\s+monitor\s+\S+\s+(\S+)/m.exec(words)?.[1];
      if (kind !== 'file' || host === undefined || /^[\d.]+$|^\$|^[%<{]|:/.test(host)) return;
      if (!/^\s*sentinel\s+resolve-hostnames\s+yes/m.test(words)) yield { field: path, value: host };
    }),
  },
  {
    id: 'redis-write-service',
    title: 'a client reaches Redis by a name that stands for all nodes',
    severity: 'error',
    why: 'only the master takes writes: most connections end at a replica and fail with READONLY',
    mend: 'ask Sentinel for the master, or use a Service that selects the master alone',
    source: 'Redis docs, Sentinel clients',
    *check(context) {
      const many = new Set<string>();
      for (const { template } of redisServers(context)) {
        if (template.replicas < 2) continue;
        for (const service of context.servicesOf(template)) many.add(`${service.namespace}/${service.name}`);
      }
      if (many.size === 0) return;
      for (const { entry, service, namespace, path, host, pod } of redisClients(context)) {
        if (pod === undefined && many.has(`${namespace}/${service}`)) yield { entry, field: path, value: host };
      }
    },
  },
];
