import type { KubernetesObject } from '../../../kubernetes/object';
import { fields, number } from '../../../manifests/fields';
import { boundsOf, podCountsOf } from '../../../manifests/model';
import type { Circumstances, FieldRule } from '../rule';
import { valueAt } from '../semantic';
import { podAfter } from './pods';
import type { Told } from './restarts';

const SCALED = ['apps/Deployment', 'apps/ReplicaSet'];
const SCALERS = ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'];

function replicasOf(object: KubernetesObject): number {
  return number(valueAt(object, 'spec.replicas')) ?? 1;
}

function isScaled(given: Circumstances): boolean {
  const pods = podAfter(given);
  return pods !== undefined && given.after.scalers.has(`${pods.entry.kind}/${pods.namespace}/${pods.entry.name}`);
}

/** What is left of some pods; `when` tells the time of it. */
function left(was: number, now: number, when = ''): Told {
  if (now === 0) {
    return {
      verdict: 'WARN',
      consequence: `${when}no pod is left: ${when === '' ? 'the service stops' : 'whoever comes first waits until one has started'}`,
      procedure: 'make sure that nobody needs it meanwhile',
    };
  }
  if (now === 1) {
    return {
      verdict: 'WARN',
      consequence: `${when}one pod of ${was} is left: when its node fails or is drained, nobody serves`,
      procedure: 'make sure that one carries the load, and that it may be away',
    };
  }
  return { verdict: 'OK', consequence: `${when}${now} pods of ${was} are left to do the work`, procedure: '' };
}

const replicasLeft = ({ old, now }: Circumstances): Told => left(replicasOf(old), replicasOf(now));
const minimumLeft = ({ old, now }: Circumstances): Told =>
  left(bounds(old).least, bounds(now).least, 'in quiet times ');

function bounds({ kind, spec }: KubernetesObject) {
  return boundsOf(kind, fields(spec));
}

export const scalingRules: readonly FieldRule[] = [
  {
    id: 'replicas-lowered',
    kinds: SCALED,
    fields: ['spec.replicas'],
    when: (given) => replicasOf(given.now) < replicasOf(given.old) && !isScaled(given),
    verdict: (given) => replicasLeft(given).verdict,
    consequence: (given) => replicasLeft(given).consequence,
    procedure: (given) => replicasLeft(given).procedure,
  },
  {
    id: 'replicas-released',
    kinds: SCALED,
    fields: ['spec.replicas'],
    when: (given) => valueAt(given.now, 'spec.replicas') === undefined && replicasOf(given.old) > 1 && isScaled(given),
    verdict: 'WARN',
    consequence: (given) => {
      const pods = podAfter(given);
      const least = pods === undefined ? 1 : podCountsOf(given.after, pods).least;
      return `the API server sets a field that is gone to 1: of ${replicasOf(given.old)} pods one is left until the autoscaler makes it ${least} or more`;
    },
    procedure: 'choose a quiet hour; the autoscaler acts within a minute',
  },
  {
    id: 'autoscaler-minimum-lowered',
    kinds: SCALERS,
    fields: ['spec.minReplicas', 'spec.minReplicaCount'],
    when: ({ old, now }) => bounds(now).least < bounds(old).least,
    verdict: (given) => minimumLeft(given).verdict,
    consequence: (given) => minimumLeft(given).consequence,
    procedure: (given) => minimumLeft(given).procedure,
  },
  {
    id: 'autoscaler-maximum-lowered',
    kinds: SCALERS,
    fields: ['spec.maxReplicas', 'spec.maxReplicaCount'],
    when: ({ old, now }) => bounds(now).most < bounds(old).most,
    verdict: 'WARN',
    consequence: ({ old, now }) =>
      `pods beyond ${bounds(now).most} stop at once; at peaks up to ${bounds(old).most} did the work`,
    procedure: 'compare with the pods of the last peaks',
  },
];
