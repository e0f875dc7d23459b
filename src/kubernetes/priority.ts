import type { Construct } from 'constructs';
import { KubeObject } from './kube-object';

/** A PriorityClass that pods can name. Value and preemption policy are immutable in the cluster: a new number is a new name. */
export interface Priority {
  readonly name: string;
  /** Rank, at most 1,000,000,000 for classes that are not the system's. */
  readonly value: number;
  /** Whether a waiting pod evicts pods of lower rank. */
  readonly preemptionPolicy: 'PreemptLowerPriority' | 'Never';
  readonly description: string;
}

/** The four ranks of the platform: what always runs, and three ranks of workers, which wait instead of evicting others. */
export const priorities = {
  alwaysUp: {
    name: 'always-up',
    value: 1_000_000,
    preemptionPolicy: 'PreemptLowerPriority',
    description: 'databases, brokers, web tiers and monitoring',
  },
  high: {
    name: 'high-priority',
    value: 100_000,
    preemptionPolicy: 'Never',
    description: 'workers that feed other workers',
  },
  mid: {
    name: 'mid-priority',
    value: 10_000,
    preemptionPolicy: 'Never',
    description: 'workers in the middle of a chain',
  },
  low: { name: 'low-priority', value: 1_000, preemptionPolicy: 'Never', description: 'workers at the end of a chain' },
} as const satisfies Record<string, Priority>;

/**
 * Emits a class. It is no cluster's default: every pod names its own. Value and policy can't be changed in a cluster, a new number
 * needs a new name.
 */
export function createPriorityClass(scope: Construct, priority: Priority): void {
  const { name, value, preemptionPolicy, description } = priority;
  new KubeObject(scope, name, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name }, () => ({
    value,
    preemptionPolicy,
    description,
  }));
}
