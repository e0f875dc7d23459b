import { Size } from 'cdk8s';
import type { ConfigFiles } from '../config-files';
import type { SecretKey } from '../secret-key';
import { formatSize } from '../sizes';

/** A claim that a pod mounts: only its name matters to the pod. */
export interface ClaimReference {
  readonly claimName: string;
}

/** What a folder on the node's disk may hold unless it says otherwise: above it its pod is evicted, and not its neighbours. */
export const scratchLimit = Size.gibibytes(1);

/** A volume of a pod. */
export class Volume {
  /** Files of a ConfigMap. `restart: false` for programs that read them again by themselves. */
  static config(name: string, files: ConfigFiles, options: { restart?: boolean; mode?: number } = {}): Volume {
    const source = () => ({
      configMap: { name: files.name, ...(options.mode !== undefined && { defaultMode: options.mode }) },
    });
    return new Volume(name, source, (options.restart ?? true) ? files : undefined);
  }

  /** Keys of Secrets as files, named as given, readable by the pod's group only. */
  static secrets(
    name: string,
    files: Readonly<Record<string, SecretKey>> | (() => Readonly<Record<string, SecretKey>>),
    mode = 0o440,
  ): Volume {
    return new Volume(name, () => {
      const bySecret = new Map<string, { key: string; path: string }[]>();
      for (const [path, { secretName, key }] of Object.entries(typeof files === 'function' ? files() : files)) {
        bySecret.set(secretName, [...(bySecret.get(secretName) ?? []), { key, path }]);
      }
      const sources = [...bySecret].map(([secretName, items]) => ({ secret: { name: secretName, items } }));
      return { projected: { sources, defaultMode: mode } };
    });
  }

  /** A folder that lives as long as the pod: on the node's disk, {@link scratchLimit} of it, or in memory, which its container's limit bounds. */
  static scratch(name: string, options: { limit?: Size | undefined; memory?: boolean | undefined } = {}): Volume {
    const { memory = false, limit = memory ? undefined : scratchLimit } = options;
    return new Volume(name, () => ({
      emptyDir: { ...(memory && { medium: 'Memory' }), ...(limit && { sizeLimit: formatSize(limit) }) },
    }));
  }

  /** Storage that outlives the pod. */
  static claim(name: string, claim: ClaimReference): Volume {
    return new Volume(name, () => ({ persistentVolumeClaim: { claimName: claim.claimName } }));
  }

  /** Any other source, as Kubernetes spells it; computed when rendering. */
  static of(name: string, source: () => Record<string, unknown>): Volume {
    return new Volume(name, source);
  }

  private constructor(
    readonly name: string,
    private readonly source: () => Record<string, unknown>,
    /** ConfigMap whose change has to restart the pod. */
    readonly restartsOn?: ConfigFiles,
  ) {}

  /** The item of a pod's `volumes`. */
  toSpec(): { name: string } & Record<string, unknown> {
    return { name: this.name, ...this.source() };
  }
}

/** Where a container sees a volume. */
export interface Mount {
  readonly volume: Volume | string;
  /** Absolute path in the container. */
  readonly path: string;
  /** A file or folder of the volume instead of all of it. Such a mount never sees changes. @default - all of it */
  readonly subPath?: string;
  /** @default false */
  readonly readOnly?: boolean;
}
