import type { KubernetesObject } from '../../../kubernetes/object';
import type { ManifestSet } from '../../../manifests';
import { isMap, mapIn, mapsIn, type Plain, textIn } from '../semantic';
import { groupKind } from './pods';

/** RabbitMQ's default consumer timeout, in milliseconds (RabbitMQ docs, consumers). */
export const DEFAULT_CONSUMER_TIMEOUT = 1_800_000;

/** The RabbitMQ definitions that a ConfigMap key holds; `undefined` for anything else. */
export function definitionsIn(object: KubernetesObject | undefined, key: string): Plain | undefined {
  if (object === undefined || groupKind(object) !== '/ConfigMap') return undefined;
  const text = mapIn(object.data)[key];
  if (typeof text !== 'string' || !/^\s*\{/.test(text) || !/"(queues|vhosts|policies)"/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) && (Array.isArray(value.queues) || Array.isArray(value.vhosts) || Array.isArray(value.policies))
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

/** A policy of the broker, as far as it limits consumers. */
interface TimeoutPolicy {
  readonly vhost: string;
  readonly pattern: string;
  readonly priority: number;
  readonly timeout: number | undefined;
}

/** The policies of all definitions in a set. */
export class Broker {
  private readonly policies: TimeoutPolicy[] = [];
  /** Whether the set holds any definitions. */
  readonly isKnown: boolean;

  constructor(set: ManifestSet) {
    let known = false;
    for (const { object } of set) {
      if (object.kind !== 'ConfigMap') continue;
      for (const key of Object.keys(mapIn(object.data))) {
        const definitions = definitionsIn(object, key);
        if (definitions === undefined) continue;
        known = true;
        for (const policy of mapsIn(definitions.policies)) {
          const timeout = mapIn(policy.definition)['consumer-timeout'];
          this.policies.push({
            vhost: textIn(policy.vhost) || '/',
            pattern: textIn(policy.pattern),
            priority: typeof policy.priority === 'number' ? policy.priority : 0,
            timeout: typeof timeout === 'number' ? timeout : undefined,
          });
        }
      }
    }
    this.isKnown = known;
  }

  /** The consumer timeout of a queue in milliseconds: of the policy that wins for it, or the server's default. */
  consumerTimeout(queue: string, vhost: string | undefined): number {
    const matching = this.policies
      .filter((policy) => (vhost === undefined || policy.vhost === vhost) && matches(policy.pattern, queue))
      .sort((a, b) => b.priority - a.priority);
    return matching[0]?.timeout ?? DEFAULT_CONSUMER_TIMEOUT;
  }
}

function matches(pattern: string, queue: string): boolean {
  try {
    return new RegExp(pattern).test(queue);
  } catch {
    return false; // a pattern only Erlang reads
  }
}
