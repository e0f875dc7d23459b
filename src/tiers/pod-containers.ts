import type { Construct } from 'constructs';
import {
  ConfigFiles,
  type Container,
  type ContainerProps,
  containerProblems,
  type EnvValue,
  type Mount,
  type Pod,
  type SecretKey,
} from '../kubernetes';
import type { ContainerSettings, InitContainer, Sidecar } from './container-settings';
import { FileMounts } from './file-mounts';
import { flatNames } from './flat-names';
import { scratchMounts, scratchProblems } from './scratch';

/** The tier whose containers they are. */
export interface ContainerOwner {
  readonly scope: Construct;
  /** Value of the label `tier`. */
  readonly tier: string;
  readonly pod: Pod;
  /** Why its pods can't read a value, or `undefined`. */
  readonly unreadable: (value: EnvValue) => string | undefined;
}

/** A container as its settings say it, and all that is wrong with them. */
export interface SettledContainer {
  readonly props: Omit<ContainerProps, 'name'>;
  readonly problems: readonly string[];
}

/** The containers of a tier, made of what its user says of them. */
export class PodContainers {
  readonly files: FileMounts;
  private readonly shares: {
    readonly who: string;
    readonly container: Container;
    readonly paths: [string, string][];
  }[] = [];

  /** How many there are that no wait may come before. */
  private firstCount = 0;

  constructor(private readonly owner: ContainerOwner) {
    this.files = new FileMounts(owner.pod);
  }

  /** @param prefix of the names of its volumes and its ConfigMap, for containers beside the main one */
  settle(settings: ContainerSettings, prefix = ''): SettledContainer {
    const { image, resources, command, args, workingDir, env = {}, files = {}, secretFiles = {}, scratch } = settings;
    const problems = [
      ...scratchProblems(scratch, resources),
      ...[...Object.values(env), ...Object.values(secretFiles)].flatMap((value) => this.owner.unreadable(value) ?? []),
    ];
    const noting = (step: () => Mount[]): Mount[] => {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'Error') throw error;
        problems.push(error.message);
        return [];
      }
    };
    const mounts = [
      ...scratchMounts(scratch, prefix),
      ...noting(() => this.configMounts(files, prefix)),
      ...noting(() => this.files.ofSecrets(secretFiles, `${prefix}secret-files`)),
    ];
    return { props: { image, resources, command, args, workingDir, env, mounts }, problems };
  }

  /** Adds what starts before the main container: sidecars that others need, init containers, sidecars. @returns all that is wrong */
  addBeside(initContainers: readonly InitContainer[] = [], sidecars: readonly Sidecar[] = []): string[] {
    const init = initContainers.map((settings) => ({ kind: 'init container', settings, sidecar: false }));
    const beside = sidecars.map((settings) => ({ kind: 'sidecar', settings, sidecar: true }));
    const first = beside.filter(({ settings }) => settings.startsFirst);
    this.firstCount = first.length;
    const order = [...first, ...init, ...beside.filter((one) => !first.includes(one))];
    return order.flatMap(({ kind, settings, sidecar }) => {
      const who = `${kind} '${settings.name}'`;
      return this.addOne(who, settings, sidecar).map((problem) => `${who}: ${problem}`);
    });
  }

  private addOne(who: string, settings: Sidecar, sidecar: boolean): string[] {
    const { name, ports, readiness, liveness, startup, shares = {} } = settings;
    const { props, problems } = this.settle(settings, `${name}-`);
    const complete = { ...props, name, sidecar, ...(sidecar && { ports, readiness, liveness, startup }) };
    const wrong = [...problems, ...containerProblems(complete)];
    if (name === this.owner.tier || this.owner.pod.initContainers.some((other) => other.name === name)) {
      return [...wrong, 'another container of the pod has this name, rename one of them'];
    }
    if (wrong.length > 0) return wrong;
    this.shares.push({ who, container: this.owner.pod.addInitContainer(complete), paths: Object.entries(shares) });
    return [];
  }

  /** Adds a container that the others wait for; only sidecars that start first come before it. */
  addWait(container: ContainerProps): void {
    this.owner.pod.addInitContainer(container, this.firstCount++);
  }

  /** Shows them what they share of the main container, which is known when everything is connected. */
  share(main: Container): void {
    for (const { container, paths } of this.shares) {
      for (const [path, from] of paths) {
        const mount = main.mounts.find((known) => known.path === from);
        if (mount) container.addMount({ ...mount, path });
      }
    }
  }

  /** What is shared and not there. */
  shareProblems(main: Container): string[] {
    const known = main.mounts.map(({ path }) => path);
    return this.shares.flatMap(({ who, paths }) =>
      paths
        .filter(([, from]) => !known.includes(from))
        .map(
          ([, from]) =>
            `${who} shares '${from}' of the main container, which has nothing there: give one of ${known.join(', ')}, or make it by \`scratch\``,
        ),
    );
  }

  private configMounts(texts: Readonly<Record<string, string>>, prefix: string): Mount[] {
    const { scope, tier } = this.owner;
    if (Object.keys(texts).length === 0) return [];
    const byPath = flatNames(Object.keys(texts));
    const config = new ConfigFiles(scope, `${prefix}config`, {
      name: `${tier}-${prefix}config`,
      labels: { tier },
      files: Object.fromEntries(Object.entries(texts).map(([path, text]) => [byPath.get(path)!, text])),
    });
    return this.files.ofConfig(config, Object.fromEntries(byPath));
  }

  /** Keys of Secrets as files of the main container. @throws if two would share a path or a name */
  secretMounts(files: Readonly<Record<string, SecretKey>>): Mount[] {
    return this.files.ofSecrets(files, 'secret-files');
  }
}
