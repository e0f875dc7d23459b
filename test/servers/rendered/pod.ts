import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { quantityNumber } from '../../../src/kubernetes/quantity';
import { Daemon, mustRun, type Outcome, RunFolder, run, SERVER_USER } from '../support';
import type { Rendered, Secrets } from './manifests';

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

interface Item {
  readonly key: string;
  readonly path: string;
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string; readonly defaultMode?: number };
  readonly projected?: {
    readonly sources: readonly {
      readonly secret?: { readonly name: string; readonly items: readonly Item[] };
      readonly configMap?: { readonly name: string };
    }[];
    readonly defaultMode?: number;
  };
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly persistentVolumeClaim?: object;
}

export interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env?: readonly EnvVar[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
}

export interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
}

/** A workload with a pod template. */
export interface Workload {
  readonly spec: {
    readonly template: { readonly spec: PodSpec };
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

export interface ExecOptions {
  /** Variables over the rendered ones. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Number of the user. @default - that of the servers */
  readonly user?: number;
  /** Instead of the rendered command. @default - the rendered one */
  readonly command?: readonly string[];
  /** Further files and folders: path in the pod to path in the run folder. @default - none */
  readonly mounts?: Readonly<Record<string, string>>;
}

const sharedMemory = '/dev/shm';
const mountsScript = readFileSync(resolve(__dirname, 'mounts.py'), 'utf8');

/** A rendered pod: its volumes in a folder of the tests, its containers as programs that see them where the pod would. */
export class RenderedPod {
  readonly folder: RunFolder;
  private readonly script: string;

  constructor(
    readonly rendered: Rendered,
    readonly spec: PodSpec,
    private readonly secrets: Secrets,
    private readonly podName: string,
    claims: readonly string[] = [],
  ) {
    this.folder = new RunFolder(`pod-${podName}`);
    chmodSync(this.folder.path, 0o755);
    this.script = this.folder.write('mounts.py', mountsScript);
    // What the cluster's name service knows; every Service is on the loopback address here.
    const services = rendered.all('Service').map(({ metadata }) => `${metadata.name}.${metadata.namespace}`);
    const names = [...services, ...services.map((service) => `${podName}.${service}`)];
    const lines = names.map((name) => `127.0.0.1 ${name}.svc.cluster.local`);
    this.folder.write('hosts', ['127.0.0.1 localhost', ...lines, ''].join('\n'));
    for (const volume of spec.volumes ?? []) this.fill(volume);
    for (const name of claims) this.empty(name);
  }

  static of(rendered: Rendered, workload: Workload & { metadata: { name: string } }, secrets: Secrets): RenderedPod {
    const claims = (workload.spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
    return new RenderedPod(rendered, workload.spec.template.spec, secrets, `${workload.metadata.name}-0`, claims);
  }

  container(name: string): Container {
    const all = [...(this.spec.initContainers ?? []), ...this.spec.containers];
    const found = all.find((container) => container.name === name);
    if (!found) throw new Error(`no container ${name}, only ${all.map((container) => container.name).join(', ')}`);
    return found;
  }

  /** Variables of a container, with values of Secrets and `$(NAME)` put in as Kubernetes does. */
  env(container: Container): Record<string, string> {
    const env: Record<string, string> = {};
    for (const { name, value, valueFrom } of container.env ?? []) {
      if (valueFrom?.secretKeyRef)
        env[name] = this.secrets.value(valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key);
      else if (valueFrom?.fieldRef?.fieldPath === 'metadata.name') env[name] = this.podName;
      else if (valueFrom) throw new Error(`variable ${name} comes from a place the tests do not know`);
      else env[name] = expand(value ?? '', env);
    }
    return env;
  }

  /** Path, in the folder of the tests, of a file of a volume. */
  path(volume: string, file = ''): string {
    return join(this.folder.path, 'volumes', volume, file);
  }

  /** Writes the mounted Secrets and ConfigMaps anew, as the kubelet does for a new pod. Claims keep what they hold. */
  refill(): void {
    for (const volume of this.spec.volumes ?? []) if (volume.projected || volume.configMap) this.fill(volume);
  }

  /** Runs a container to its end. */
  async run(name: string, options: ExecOptions & { readonly input?: string } = {}): Promise<Outcome> {
    const { command, env } = this.invocation(name, options);
    return run(command, { user: 'root', env, input: options.input });
  }

  async mustRun(name: string, options: ExecOptions = {}): Promise<string> {
    const { command, env } = this.invocation(name, options);
    return mustRun(command, { user: 'root', env });
  }

  start(name: string, options: ExecOptions = {}): Daemon {
    const { command, env } = this.invocation(name, options);
    return new Daemon(name, this.folder, command, { user: 'root', env });
  }

  remove(): void {
    this.folder.remove();
  }

  private invocation(name: string, options: ExecOptions): { command: string[]; env: Record<string, string> } {
    const container = this.container(name);
    const volumeMounts = container.volumeMounts ?? [];
    const mounts = volumeMounts
      .filter(({ mountPath }) => mountPath !== sharedMemory)
      .map(({ name: volume, mountPath, subPath }) => [this.path(volume, subPath), mountPath]);
    for (const [target, source] of Object.entries(options.mounts ?? {})) {
      mounts.push([join(this.folder.path, source), target]);
    }
    mounts.push([join(this.folder.path, 'hosts'), '/etc/hosts']);
    // Outer folders before inner ones; /tmp last, because the sources are below it.
    const order = (target: string) => (target === '/tmp' ? Number.POSITIVE_INFINITY : target.length);
    mounts.sort(([, a], [, b]) => order(a!) - order(b!));
    const plan = {
      user: options.user ?? SERVER_USER,
      folder: container.workingDir,
      mounts,
      memory: this.memory(volumeMounts),
    };
    const command = options.command ?? [...(container.command ?? []), ...(container.args ?? [])];
    return {
      command: ['python3', this.script, JSON.stringify(plan), ...command],
      env: { ...this.env(container), ...options.env },
    };
  }

  /** Bytes of the memory at /dev/shm, which every process of the container shares and no other container sees. */
  private memory(mounts: NonNullable<Container['volumeMounts']>): Record<string, number> {
    const mount = mounts.find(({ mountPath }) => mountPath === sharedMemory);
    const volume = this.spec.volumes?.find(({ name }) => name === mount?.name);
    const size = volume?.emptyDir?.sizeLimit;
    return size === undefined ? {} : { [sharedMemory]: quantityNumber(size)! };
  }

  private fill(volume: Volume): void {
    if (volume.configMap) {
      this.publish(volume.name, this.rendered.files(volume.configMap.name), volume.configMap.defaultMode ?? 0o644);
    } else if (volume.projected) {
      const files = volume.projected.sources.flatMap(({ secret, configMap }) => [
        ...(secret?.items.map(({ key, path }) => [path, this.secrets.value(secret.name, key)] as const) ?? []),
        ...Object.entries(configMap ? this.rendered.files(configMap.name) : {}),
      ]);
      this.publish(volume.name, Object.fromEntries(files), volume.projected.defaultMode ?? 0o644);
    } else this.empty(volume.name);
  }

  /** Files as the kubelet lays them out: links into a hidden folder, owned by root, read by the pod's group. */
  private publish(volume: string, files: Readonly<Record<string, string>>, mode: number): void {
    this.folder.folder(`volumes/${volume}/..first`);
    for (const [name, content] of Object.entries(files)) {
      const path = this.path(volume, `..first/${name}`);
      writeFileSync(path, content);
      chownSync(path, 0, SERVER_USER);
      chmodSync(path, mode);
      link(join('..data', name), this.path(volume, name));
    }
    link('..first', this.path(volume, '..data'));
  }

  /** A writable folder as fsGroup leaves it. */
  private empty(volume: string): void {
    const path = this.path(volume);
    mkdirSync(path, { recursive: true });
    chownSync(path, 0, SERVER_USER);
    chmodSync(path, 0o2777);
  }
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** `$(NAME)` of variables defined before; what is not defined stays, `$$` is one `$` (Kubernetes docs, dependent variables). */
function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name) =>
    whole === '$$' ? '$' : (env[name] ?? whole),
  );
}
