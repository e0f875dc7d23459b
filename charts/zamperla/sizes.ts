import { parseCpu, parseSize, type Resources } from 'cdk8s-tiers';

/** CPU and memory as the settings write them. */
export interface Sizing {
  readonly cpu: string;
  readonly memory: string;
  readonly cpuLimit?: string | undefined;
}

/** Typed resources of a section of the settings. */
export function resourcesOf(sizing: Sizing): Resources {
  return {
    cpu: parseCpu(sizing.cpu),
    memory: parseSize(sizing.memory),
    ...(sizing.cpuLimit !== undefined && { cpuLimit: parseCpu(sizing.cpuLimit) }),
  };
}
