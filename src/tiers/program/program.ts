import type { Container, ContainerProps } from '../../kubernetes';
import { Tier } from '../tier';
import type { ProgramProps } from './program-props';

/** What a kind of tier adds to the container of its program: ports, probes, a command of its own. */
export type ProgramContainer = Partial<Omit<ContainerProps, 'name' | 'image' | 'resources'>>;

/**
 * A tier whose main container is the user's image: files, secret files and folders to write to are the same for all of them.
 * A kind of tier calls `addProgram` and emits the workload.
 */
export abstract class Program extends Tier {
  /**
   * Adds the main container, as the props say it; what the kind of tier gives wins.
   *
   * @param own `env` and `mounts` stand before the props' own
   */
  protected addProgram(props: ProgramProps, own: ProgramContainer = {}): Container {
    const { metrics } = props;
    const { ports = [] } = own;
    const settled = this.settle(props);
    const isListed = ports.some(({ port }) => port === metrics?.port);
    const container = this.addContainer({
      ...settled,
      ...own,
      name: this.tier,
      env: { ...own.env, ...settled.env },
      ports: metrics && !isListed ? [...ports, { name: 'metrics', port: metrics.port }] : ports,
      mounts: [...(own.mounts ?? []), ...(settled.mounts ?? [])],
    });
    if (metrics) this.exposeMetrics(metrics);
    return container;
  }
}
