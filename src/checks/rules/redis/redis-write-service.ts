import { redisClients, redisServers } from '../../domain/redis';
import type { Rule } from '../../rule';

export const redisWriteService: Rule = {
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
};
