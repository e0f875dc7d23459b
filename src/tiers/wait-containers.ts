import { Size } from 'cdk8s';
import { clientVariables, endpointPath, type IEndpoint, type WaitStep } from '../endpoints';
import { type ContainerProps, Cpu, maxLabelLength } from '../kubernetes';

const defaultResources = { cpu: Cpu.millis(10), memory: Size.mebibytes(32) };

/** The containers in which the pods of a client wait: one for what an endpoint makes them wait for, however often it is connected. */
export class WaitContainers {
  /** Names, by what is waited for. */
  private readonly names = new Map<string, string>();

  /**
   * The container that waits for an endpoint, or `undefined` if the pods have it already.
   *
   * @param where path of the client, for errors
   */
  containerFor(where: string, endpoint: IEndpoint, step: WaitStep): ContainerProps | undefined {
    const { image, command, parts = {}, env, resources = defaultResources } = step;
    const key = JSON.stringify([endpointPath(endpoint), endpoint.name, image, command, parts, env]);
    if (this.names.has(key)) return undefined;
    const name = this.freeName(endpoint.name);
    this.names.set(key, name);
    return {
      name,
      image,
      command,
      resources,
      env: { ...env, ...Object.fromEntries(clientVariables(where, endpoint, parts)) },
    };
  }

  private freeName(endpoint: string): string {
    const base = `wait-for-${endpoint.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, maxLabelLength - 3);
    const taken = [...this.names.values()];
    const named = (count: number) => `${base.replace(/-+$/, '')}${count > 1 ? `-${count}` : ''}`;
    let count = 1;
    while (taken.includes(named(count))) count++;
    return named(count);
  }
}
