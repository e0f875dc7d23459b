import { isSentinel, redisClients } from '../../domain/redis';
import type { Rule } from '../../rule';

export const redisFixedMaster: Rule = {
  id: 'redis-fixed-master',
  title: 'a client names one node of a Redis that Sentinel guards',
  severity: 'error',
  why: 'after a failover that node is a replica, and every write fails',
  mend: 'give the client the Sentinels and the name of the master',
  source: 'Redis docs, Sentinel clients',
  *check(context) {
    if (!context.containers.some((container) => isSentinel(context, container))) return;
    for (const { entry, pod, path, host } of redisClients(context)) {
      if (pod !== undefined) yield { entry, field: path, value: host };
    }
  },
};
