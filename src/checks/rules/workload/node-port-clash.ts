import type { Entry } from '../../entry';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const nodePortClash: Rule = {
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
};
