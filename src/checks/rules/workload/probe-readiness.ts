import { list } from '../../fields';
import type { Rule } from '../../rule';

export const probeReadiness: Rule = {
  id: 'probe-readiness',
  title: 'a server has no readiness probe',
  severity: 'warning',
  why: 'it gets requests before it can answer them, and keeps getting them when it hangs; waiting for "ready" means nothing',
  mend: 'add a readinessProbe on its own ability to serve',
  *check(context) {
    for (const { template, path, fields: container, role } of context.containers) {
      if (
        role !== 'container' ||
        template.job ||
        template.entry.kind === 'DaemonSet' ||
        list(container.ports).length === 0
      )
        continue;
      if (container.readinessProbe === undefined) yield { entry: template.entry, field: `${path}.readinessProbe` };
    }
  },
};
