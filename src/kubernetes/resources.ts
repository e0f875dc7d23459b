import type { Size } from 'cdk8s';
import type { Cpu } from './cpu';
import { formatCpu, formatSize } from './sizes';

/** What one container reserves, and may use at most. */
export interface Resources {
  /** CPU request. */
  readonly cpu: Cpu;
  /** Memory request and limit: memory can't be taken back from a running process, so it is never promised twice. */
  readonly memory: Size;
  /**
   * CPU limit.
   * @default - none: requests share the CPU fairly, a limit only adds latency
   */
  readonly cpuLimit?: Cpu;
}

/** The `resources` field of a container. */
export function toResourceRequirements(resources: Resources) {
  const memory = formatSize(resources.memory);
  return {
    requests: { cpu: formatCpu(resources.cpu), memory },
    limits: { ...(resources.cpuLimit && { cpu: formatCpu(resources.cpuLimit) }), memory },
  };
}
