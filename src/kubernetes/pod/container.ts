import type { Duration } from 'cdk8s';
import { type Resources, toResourceRequirements } from '../resources';
import type { ContainerPort } from './container-port';
import { EnvironmentVariables, type EnvValue } from './env';
import type { Probe } from './probe';
import type { Mount } from './volume';

/** What a {@link Container} runs, and with which resources, probes and files. */
export interface ContainerProps {
  readonly name: string;
  /** Image with a tag that is pinned. */
  readonly image: string;
  readonly resources: Resources;
  /** @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** @default - the image's */
  readonly workingDir?: string;
  /** @default - none */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** @default - none */
  readonly ports?: readonly ContainerPort[];
  /** @default - none */
  readonly mounts?: readonly Mount[];
  /** Whether the container gets traffic. @default - always, once it runs */
  readonly readiness?: Probe;
  /** Whether it hangs and has to be restarted. @default - never */
  readonly liveness?: Probe;
  /** Whether it has started; the other probes wait for it. @default - they don't wait */
  readonly startup?: Probe;
  /** Time to sleep before the stop signal, while endpoints still send traffic; part of the grace period. @default - none */
  readonly stopDelay?: Duration;
  /** Command to run before the stop signal. @default - none */
  readonly preStop?: readonly string[];
  /** @default true */
  readonly readOnlyRootFilesystem?: boolean;
  /** Whether it goes on beside the others, for an init container: they start once it has. @default false */
  readonly sidecar?: boolean;
}

/** One container. Environment variables can be added until it is rendered. */
export class Container {
  readonly name: string;
  readonly env = new EnvironmentVariables();
  private readonly extraMounts: Mount[] = [];

  constructor(private readonly props: ContainerProps) {
    this.name = props.name;
    for (const [name, value] of Object.entries(props.env ?? {})) this.env.add(name, value);
  }

  /** Shows a volume; the same mount twice is one. @throws if something else is mounted at the path */
  addMount(mount: Mount): void {
    const known = this.mounts.find(({ path }) => path === mount.path);
    if (!known) this.extraMounts.push(mount);
    else if (known.volume !== mount.volume || known.subPath !== mount.subPath || known.readOnly !== mount.readOnly) {
      throw new Error(`two volumes are mounted at '${mount.path}', choose another path for one of them`);
    }
  }

  get mounts(): Mount[] {
    return [...(this.props.mounts ?? []), ...this.extraMounts];
  }

  get ports(): readonly ContainerPort[] {
    return this.props.ports ?? [];
  }

  get resources(): Resources {
    return this.props.resources;
  }

  /** The item of a pod's `containers`. */
  toSpec() {
    const { props, mounts } = this;
    const preStop = props.preStop
      ? { exec: { command: [...props.preStop] } }
      : props.stopDelay && props.stopDelay.toSeconds() > 0 && { sleep: { seconds: props.stopDelay.toSeconds() } };
    return {
      name: props.name,
      image: props.image,
      imagePullPolicy: 'IfNotPresent',
      restartPolicy: props.sidecar ? 'Always' : undefined,
      command: props.command && [...props.command],
      args: props.args && [...props.args],
      workingDir: props.workingDir,
      env: this.env.isEmpty ? undefined : this.env.toSpec(),
      ports:
        this.ports.length === 0
          ? undefined
          : this.ports.map(({ name, port, protocol }) => ({
              name,
              containerPort: port,
              protocol: protocol ?? 'TCP',
            })),
      resources: toResourceRequirements(props.resources),
      startupProbe: props.startup?.toSpec('startup', this.ports),
      readinessProbe: props.readiness?.toSpec('readiness', this.ports),
      livenessProbe: props.liveness?.toSpec('liveness', this.ports),
      lifecycle: preStop ? { preStop } : undefined,
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: props.readOnlyRootFilesystem ?? true,
      },
      volumeMounts:
        mounts.length === 0
          ? undefined
          : mounts.map(({ volume, path, subPath, readOnly }) => ({
              name: typeof volume === 'string' ? volume : volume.name,
              mountPath: path,
              subPath,
              readOnly: readOnly ? true : undefined,
            })),
    };
  }
}
