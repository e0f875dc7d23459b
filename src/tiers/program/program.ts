import { ConfigFiles, type Container, type ContainerProps, type Mount, Volume } from '../../kubernetes';
import { flatNames } from '../flat-names';
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
    const ports = own.ports ?? [];
    const container = this.addContainer({
      command: props.command,
      args: props.args,
      workingDir: props.workingDir,
      ...own,
      name: this.tier,
      image: props.image,
      resources: props.resources,
      env: { ...own.env, ...props.env },
      ports:
        metrics && !ports.some(({ port }) => port === metrics.port) ? [...ports, metricsPort(metrics.port)] : ports,
      mounts: [
        ...(own.mounts ?? []),
        ...scratchMounts(props.scratch),
        ...this.attempt(() => this.configMounts(props.files ?? {}), []),
        ...this.attempt(() => this.secretMounts(props.secretFiles ?? {}), []),
      ],
    });
    if (metrics) this.exposeMetrics(metrics);
    return container;
  }

  private configMounts(files: Readonly<Record<string, string>>): Mount[] {
    if (Object.keys(files).length === 0) return [];
    const byPath = this.inContext(() => flatNames(Object.keys(files)));
    const config = new ConfigFiles(this, 'config', {
      name: `${this.tier}-config`,
      labels: { tier: this.tier },
      files: Object.fromEntries(Object.entries(files).map(([path, text]) => [byPath.get(path)!, text])),
    });
    return this.files.ofConfig(config, Object.fromEntries(byPath));
  }
}

function metricsPort(port: number) {
  return { name: 'metrics', port };
}

function scratchMounts(paths: readonly string[] = []): Mount[] {
  return [
    { volume: Volume.scratch('tmp'), path: '/tmp' },
    ...paths.map((path, index) => ({ volume: Volume.scratch(`scratch-${index}`), path })),
  ];
}
