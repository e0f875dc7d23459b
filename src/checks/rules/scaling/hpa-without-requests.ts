import { dig, fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const hpaWithoutRequests: Rule = {
  id: 'hpa-without-requests',
  title: 'an autoscaler works on requests that a container does not have',
  severity: 'error',
  why: 'the share of use cannot be computed: it never scales',
  mend: 'give every container of the pod a request of that resource',
  source: 'Kubernetes docs, horizontal pod autoscaling',
  *check(context) {
    for (const entry of context.ofKind('HorizontalPodAutoscaler')) {
      const { kind, name } = fields(entry.spec.scaleTargetRef);
      const target = context.find(text(kind) ?? '', entry.namespace, text(name) ?? '');
      const template = target === undefined ? undefined : context.template(target);
      for (const item of list(entry.spec.metrics)) {
        const { resource } = fields(item);
        const { name: metric } = fields(resource);
        if (template === undefined || typeof metric !== 'string' || dig(resource, 'target', 'type') !== 'Utilization')
          continue;
        const lacking = template.containers.find(
          ({ role, fields: container }) =>
            role === 'container' &&
            dig(container, 'resources', 'requests', metric) === undefined &&
            dig(container, 'resources', 'limits', metric) === undefined,
        );
        if (lacking !== undefined)
          yield { entry: template.entry, field: `${lacking.path}.resources.requests.${metric}` };
      }
    }
  },
};
