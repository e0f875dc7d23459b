import { mountsOf } from '../../domain/mounted';
import { isSentinel } from '../../domain/redis';
import type { Rule } from '../../rule';

export const redisSentinelConfig: Rule = {
  id: 'redis-sentinel-config',
  title: 'Sentinel cannot write its configuration',
  severity: 'error',
  why: 'it rewrites the file at every change and refuses to start if it cannot; on a volume that dies with the pod it forgets its peers',
  mend: 'an init container copies the file once to a claim; never overwrite it at a restart',
  source: 'Redis docs, Sentinel',
  *check(context) {
    for (const container of context.containers) {
      if (!isSentinel(context, container)) continue;
      const file = container.words.flatMap((word) => word.split(/\s+/)).find((word) => /^\/.*\.conf$/.test(word));
      if (file === undefined) continue;
      const mount = mountsOf(context, container)
        .filter(({ path }) => file === path || file.startsWith(`${path}/`))
        .sort((a, b) => b.path.length - a.path.length)[0];
      if (mount?.volume.configMap !== undefined || mount?.volume.secret !== undefined)
        yield { entry: container.template.entry, field: mount.field, value: file };
      else if (mount?.volume.emptyDir !== undefined) {
        yield {
          entry: container.template.entry,
          field: mount.field,
          value: file,
          severity: 'warning',
          what: 'the configuration of Sentinel dies with the pod',
        };
      }
    }
  },
};
