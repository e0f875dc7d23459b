import { parseUrl } from '../../domain/hosts';
import { kedaTriggers } from '../../domain/keda';
import type { Rule } from '../../rule';

export const kedaHostQualified: Rule = {
  id: 'keda-host-qualified',
  title: 'the host of a trigger is a short name',
  severity: 'error',
  why: 'KEDA looks it up from its own namespace, finds nothing, and makes no Job',
  mend: 'write service.namespace.svc.cluster.local',
  source: 'KEDA docs, RabbitMQ trigger',
  *check(context) {
    for (const { entry, metadata, path, type } of kedaTriggers(context)) {
      for (const name of ['host', 'address', 'serverAddress', 'hostName', 'bootstrapServers']) {
        const given = metadata[name];
        if (given === undefined) continue;
        if (type === 'rabbitmq' && name === 'host' && parseUrl(given) === undefined) {
          yield { entry, field: `${path}.metadata.host`, value: given, what: 'the host of a trigger is no address' };
        }
        const host = parseUrl(given)?.host ?? given.split(':')[0] ?? '';
        if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost')
          yield { entry, field: `${path}.metadata.${name}`, value: host };
      }
    }
  },
};
