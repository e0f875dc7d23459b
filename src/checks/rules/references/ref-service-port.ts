import { declaredPorts, declares } from '../../domain/ports';
import { fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const refServicePort: Rule = {
  id: 'ref-service-port',
  title: 'a Service points at a port that its pods do not have',
  severity: 'error',
  why: 'connections are refused although the pod is healthy',
  mend: 'make targetPort the number or the name of a containerPort, and declare that port on the container',
  *check(context) {
    for (const entry of context.ofKind('/Service')) {
      const behind = context.behind(entry);
      if (behind.length === 0) continue;
      for (const [index, item] of list(entry.spec.ports).entries()) {
        const { port, targetPort = port, protocol } = fields(item);
        if (behind.some((template) => declares(template, targetPort, text(protocol) ?? 'TCP'))) continue;
        // A number works without being declared; only a pod that declares other ports contradicts it.
        const declared = behind.flatMap((template) => declaredPorts(template));
        if (typeof targetPort === 'number' && declared.length === 0) continue;
        yield {
          entry,
          field: `spec.ports[${index}].targetPort`,
          value: targetPort,
          what: `the pods behind it declare ${[...new Set(declared.map((at) => at.name || at.port))].join(', ') || 'no port'}`,
        };
      }
    }
  },
};
