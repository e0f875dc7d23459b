import { dig, fields, list, text } from '../../manifests/fields';
import { each, objects, pods } from '../builders';
import type { Rule } from '../rule';

export const scalingRules: readonly Rule[] = [
  {
    id: 'budget-blocks-drain',
    title: 'a disruption budget never lets a pod go',
    severity: 'error',
    why: 'the drain of a node hangs for ever, and with it every upgrade of the cluster',
    mend: 'maxUnavailable: 1; no budget for a single replica or for Jobs',
    source: 'Kubernetes docs, disruptions',
    check: each(objects('policy/PodDisruptionBudget'), function* (entry, context) {
      const selected = context.labels.select(entry.namespace, entry.spec.selector).filter(({ job }) => !job);
      const scaled = selected.some((template) =>
        context.scalers.has(`${template.entry.kind}/${template.namespace}/${template.entry.name}`),
      );
      const pods = selected.reduce((sum, template) => sum + template.replicas, 0);
      const { minAvailable, maxUnavailable } = entry.spec;
      if (maxUnavailable === 0 || maxUnavailable === '0%')
        yield { field: 'spec.maxUnavailable', value: maxUnavailable };
      else if (minAvailable === '100%') yield { field: 'spec.minAvailable', value: minAvailable };
      else if (typeof minAvailable === 'number' && pods > 0 && !scaled && minAvailable >= pods)
        yield { field: 'spec.minAvailable', value: `${minAvailable} of ${pods}` };
    }),
  },
  {
    id: 'budget-missing',
    title: 'a workload with several replicas has no disruption budget',
    severity: 'info',
    why: 'a drain may end all its pods at once',
    mend: 'add a PodDisruptionBudget with maxUnavailable: 1 and unhealthyPodEvictionPolicy: AlwaysAllow',
    *check(context) {
      const covered = new Set(
        context
          .ofKind('policy/PodDisruptionBudget')
          .flatMap((entry) => context.labels.select(entry.namespace, entry.spec.selector)),
      );
      for (const template of context.templates) {
        const { entry, job, replicas } = template;
        const several = replicas > 1 || context.scalers.has(`${entry.kind}/${entry.namespace}/${entry.name}`);
        if (!job && several && (entry.kind === 'Deployment' || entry.kind === 'StatefulSet') && !covered.has(template))
          yield { entry };
      }
    },
  },
  {
    id: 'hpa-without-requests',
    title: 'an autoscaler works on requests that a container does not have',
    severity: 'error',
    why: 'the share of use cannot be computed: it never scales',
    mend: 'give every container of the pod a request of that resource',
    source: 'Kubernetes docs, horizontal pod autoscaling',
    check: each(objects('HorizontalPodAutoscaler'), function* (entry, context) {
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
    }),
  },
  {
    id: 'replicas-under-scaler',
    title: 'a workload that is scaled has a number of replicas in its manifest',
    severity: 'error',
    why: 'every sync sets it back to that number and throws away what the scaler added',
    mend: 'leave spec.replicas out',
    source: 'Argo CD docs, best practices',
    *check(context) {
      for (const [target] of context.scalers) {
        const [kind = '', namespace = '', name = ''] = target.split('/');
        const entry = context.find(kind, namespace, name);
        if (entry?.spec.replicas !== undefined) yield { entry, field: 'spec.replicas', value: entry.spec.replicas };
      }
    },
  },
  {
    id: 'spread-blocks-rollout',
    title: 'a rollout may find no node for the new pod',
    severity: 'warning',
    why: 'at most one pod a node, no pod may stop first, and the new one needs a node more: on a small cluster the rollout waits for ever',
    mend: 'prefer the spread instead of requiring it, or set maxUnavailable: 1',
    check: each(pods, function* ({ entry, spec, specPath }) {
      if (entry.kind !== 'Deployment' || dig(entry.spec, 'strategy', 'type') === 'Recreate') return;
      const required = list(
        dig(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'),
      ).some((item) => fields(item).topologyKey === 'kubernetes.io/hostname');
      const unavailable = dig(entry.spec, 'strategy', 'rollingUpdate', 'maxUnavailable');
      if (
        required &&
        (unavailable === undefined || unavailable === 0 || unavailable === '0%' || unavailable === '25%')
      ) {
        yield { field: `${specPath}.affinity.podAntiAffinity` };
      }
    }),
  },
  {
    id: 'two-scalers',
    title: 'two controllers scale one workload',
    severity: 'error',
    why: 'each undoes what the other did, for ever',
    mend: 'keep one of them: a ScaledObject makes its own HorizontalPodAutoscaler',
    source: 'KEDA docs, scaling deployments',
    *check(context) {
      for (const [target, scalers] of context.scalers) {
        if (scalers.length < 2) continue;
        for (const entry of scalers) yield { entry, field: 'spec.scaleTargetRef', value: target };
      }
    },
  },
];
