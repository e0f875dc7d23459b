import type { KubernetesObject } from '../../kubernetes';
import { groupKind } from '../../kubernetes/object';
import type { Trial } from '../judge';
import { describePlaced, type PlacedObject } from '../output';

interface Template {
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec?: Record<string, unknown>;
}

interface JobSpec {
  readonly template?: Template;
  readonly [field: string]: unknown;
}

interface WorkloadSpec {
  readonly template?: Template;
  readonly jobTemplate?: { readonly spec?: JobSpec };
  readonly jobTargetRef?: JobSpec;
  readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string } }[];
}

/** Kinds that make pods; for custom ones the server checks neither the Job nor the Pod inside. */
const workloads = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/Job',
  'batch/CronJob',
  'keda.sh/ScaledJob',
]);

/**
 * Everything that is tried: the objects as they are, the Job inside each ScaledJob, and the Pod inside each workload, as pod
 * security is asked of pods alone: a workload that is accepted may never get one.
 */
export function trialsOf(objects: readonly PlacedObject[]): Trial[] {
  return objects.flatMap((placed) => {
    const title = describePlaced(placed);
    const own = { object: placed.object, title };
    return workloads.has(groupKind(placed.object)) ? [own, ...innerTrials(placed.object, title)] : [own];
  });
}

function innerTrials({ kind, metadata, spec }: KubernetesObject, title: string): Trial[] {
  const workload = (spec ?? {}) as WorkloadSpec;
  const name = `${metadata.name}-trial`;
  const place = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
  const jobSpec = workload.jobTargetRef;
  const trials: Trial[] = [];
  if (kind === 'ScaledJob' && jobSpec !== undefined) {
    const object = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, ...place }, spec: jobSpec };
    trials.push({ object, title: `Job of ${title}` });
  }
  const template = workload.template ?? workload.jobTemplate?.spec?.template ?? jobSpec?.template;
  if (template === undefined) return trials;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...place, ...template.metadata },
    spec: { ...template.spec, ...claimVolumes(template, workload, metadata.name) },
  };
  return [...trials, { object: pod, title: `Pod of ${title}` }];
}

/** The volumes that the StatefulSet controller adds: without them a pod's mounts name nothing. */
function claimVolumes({ spec }: Template, { volumeClaimTemplates = [] }: WorkloadSpec, owner: string) {
  if (volumeClaimTemplates.length === 0) return {};
  const claims = volumeClaimTemplates.map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata?.name ?? ''}-${owner}-0` },
  }));
  return { volumes: [...((spec?.volumes as unknown[] | undefined) ?? []), ...claims] };
}
