import type { Size } from 'cdk8s';
import type { Cpu } from './cpu';
import { bytesOf, formatCpu, formatSize, millisOf, sizeProblem } from './sizes';

/** What one container reserves, and may use at most. */
export interface Resources {
  /** CPU request. */
  readonly cpu: Cpu;
  /** Memory limit, and the request: memory can't be taken back from a running process, so it is not promised twice. */
  readonly memory: Size;
  /**
   * Memory request, where it is to be below the limit. What is used above it is lent: a node that runs out of memory kills such pods
   * first, and the check `memory-limit` warns.
   * @default - the limit
   */
  readonly memoryRequest?: Size;
  /**
   * CPU limit.
   * @default - none: requests share the CPU fairly, a limit only adds latency
   */
  readonly cpuLimit?: Cpu;
}

/** The `resources` field of a container. */
export function toResourceRequirements({ cpu, cpuLimit, memory, memoryRequest = memory }: Resources) {
  return {
    requests: { cpu: formatCpu(cpu), memory: formatSize(memoryRequest) },
    limits: { ...(cpuLimit && { cpu: formatCpu(cpuLimit) }), memory: formatSize(memory) },
  };
}

/** What is wrong with them: nothing reserved, or a limit below its request. */
export function resourceProblems({ cpu, cpuLimit, memory, memoryRequest = memory }: Resources): string[] {
  const problems = [sizeProblem('memory', memory)];
  if (memoryRequest !== memory) problems.push(sizeProblem('memoryRequest', memoryRequest));
  if (millisOf(cpu) === 0) problems.push('cpu of 0 reserves nothing, give at least 1m');
  if (cpuLimit && millisOf(cpuLimit) < millisOf(cpu)) {
    problems.push(
      `cpuLimit of ${formatCpu(cpuLimit)} is below the request, \`cpu\` of ${formatCpu(cpu)}: raise the limit or lower the request`,
    );
  }
  if (bytesOf(memoryRequest) > bytesOf(memory)) {
    problems.push(
      `memoryRequest of ${formatSize(memoryRequest)} is above the limit, \`memory\` of ${formatSize(memory)}: lower the request or raise the limit`,
    );
  }
  return problems.flatMap((problem) => problem ?? []);
}
