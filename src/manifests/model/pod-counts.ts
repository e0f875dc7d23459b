import { number } from '../fields';
import type { ManifestModel } from './manifest-model';
import type { PodTemplate } from './pod-template';

/** Between how many and how many pods of a template run. */
export interface PodCounts {
  readonly least: number;
  readonly most: number;
}

/** How many pods a workload has: between the bounds of what scales it, else as many as it says. */
export function podCountsOf(model: ManifestModel, { entry, replicas }: PodTemplate): PodCounts {
  const scalers = model.scalers.get(`${entry.kind}/${entry.namespace}/${entry.name}`) ?? [];
  if (scalers.length === 0) return { least: replicas, most: replicas };
  const bounds = scalers.map(({ kind, spec }) => boundsOf(kind, spec));
  return {
    least: Math.min(...bounds.map(({ least }) => least)),
    most: Math.max(...bounds.map(({ most }) => most)),
  };
}

/** Bounds of an autoscaler, with the defaults of KEDA (docs, ScaledObject) and of Kubernetes (API, HorizontalPodAutoscaler). */
export function boundsOf(kind: string, spec: Readonly<Record<string, unknown>>): PodCounts {
  return kind === 'ScaledObject'
    ? { least: number(spec.minReplicaCount) ?? 0, most: number(spec.maxReplicaCount) ?? 100 }
    : { least: number(spec.minReplicas) ?? 1, most: number(spec.maxReplicas) ?? 1 };
}
