import type { KubernetesObject } from '../kubernetes';

/** How far an object in the cluster has come. */
export interface Readiness {
  readonly state: 'ready' | 'waiting' | 'failed';
  /** What it waits for, or why it failed; empty when ready. */
  readonly reason: string;
}

/** A condition of a status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The status of an object, as far as it is read. */
export interface Status {
  readonly [field: string]: unknown;
  readonly conditions?: readonly Condition[];
  readonly phase?: string;
}

export const ready: Readiness = { state: 'ready', reason: '' };
export const waiting = (reason: string): Readiness => ({ state: 'waiting', reason });
export const failed = (reason: string): Readiness => ({ state: 'failed', reason });

/** Whether the controller has seen the object as it is now. */
export function isObserved(object: KubernetesObject): boolean {
  return count(partsOf(object).status.observedGeneration) >= count(object.metadata.generation);
}

/** Specification and status, empty where there is none. */
export function partsOf(object: KubernetesObject): { spec: Record<string, unknown>; status: Status } {
  return { spec: (object.spec ?? {}) as Record<string, unknown>, status: (object.status ?? {}) as Status };
}

/** A condition by its type. */
export function conditionOf({ conditions }: Status, type: string): Condition | undefined {
  return Array.isArray(conditions) ? conditions.find((condition) => condition.type === type) : undefined;
}

/** Whether a condition is there and true. */
export function isTrue(condition: Condition | undefined): boolean {
  return condition?.status === 'True';
}

/** A number of a status; 0 where there is none. */
export function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** What the cluster knows that decides what may be waited for. */
export interface ClusterFacts {
  /** Storage classes that bind a volume only when a pod needs it. */
  readonly lateBindingClasses: ReadonlySet<string>;
  /** Class of claims that name none. */
  readonly defaultClass?: string | undefined;
}
