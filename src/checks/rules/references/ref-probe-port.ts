import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const refProbePort: Rule = {
  id: 'ref-probe-port',
  title: 'a probe asks a named port that the container does not have',
  severity: 'error',
  why: 'the probe fails for ever: the pod never gets ready, or is restarted again and again',
  mend: 'name a port of the same container, or write the number',
  *check({ containers }) {
    for (const { template, path, fields: container } of containers) {
      const names = list(container.ports).map((port) => fields(port).name);
      for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
        for (const handler of ['httpGet', 'tcpSocket']) {
          const port = dig(container, probe, handler, 'port');
          if (typeof port !== 'string' || /^\d+$/.test(port) || names.includes(port)) continue;
          yield { entry: template.entry, field: `${path}.${probe}.${handler}.port`, value: port };
        }
      }
    }
  },
};
