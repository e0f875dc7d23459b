import { toldTo } from '../../domain/mounted';
import { isSentinel } from '../../domain/redis';
import type { Rule } from '../../rule';

export const redisSentinelCount: Rule = {
  id: 'redis-sentinel-count',
  title: 'the Sentinels cannot decide on a failover',
  severity: 'error',
  why: 'the majority of all Sentinels must agree: with one or two of them the loss of one node stops it',
  mend: '3 Sentinels on 3 nodes, quorum 2',
  source: 'Redis docs, Sentinel',
  *check(context) {
    for (const container of context.containers) {
      if (!isSentinel(context, container)) continue;
      const { entry, replicas } = container.template;
      if (replicas < 3 || replicas % 2 === 0) yield { entry, field: 'spec.replicas', value: replicas };
      const quorum = Number(
        /^\s*sentinel\s+monitor\s+\S+\s+\S+\s+\S+\s+(\d+)/m.exec(toldTo(context, container))?.[1] ?? '2',
      );
      if (quorum > replicas) yield { entry, field: container.path, value: `quorum ${quorum} of ${replicas}` };
    }
  },
};
