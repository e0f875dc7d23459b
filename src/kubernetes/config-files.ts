import type { Construct } from 'constructs';
import { KubeObject } from './kube-object';
import { contentHash, keyProblem } from './names';

/** Files of a {@link ConfigFiles}: name to content. */
export type Files = Readonly<Record<string, string>>;

/** Files of a {@link ConfigFiles}. */
export interface ConfigFilesProps {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** The files, or how to compute them once every connection is known. */
  readonly files: Files | (() => Files);
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Most bytes that a ConfigMap can hold (Kubernetes docs, ConfigMaps). */
export const maxConfigMapBytes = 1024 * 1024;

/**
 * Files in a ConfigMap. Pods that read them once carry a hash of the content, so that a change restarts them.
 *
 * @example
 * const files = new ConfigFiles(app, 'settings', { name: 'web-settings', files: { 'settings.ini': 'level = info\n' } });
 */
export class ConfigFiles extends KubeObject {
  private readonly content: () => Files;
  private digest: string | undefined;

  constructor(scope: Construct, id: string, props: ConfigFilesProps) {
    let computed: Files | undefined;
    const content = () => {
      computed ??= sorted(typeof props.files === 'function' ? props.files() : props.files);
      return computed;
    };
    super(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', name: props.name, labels: props.labels }, () => ({
      data: this.checked(content()),
    }));
    this.content = content;
  }

  /** The files. Call it when rendering only: earlier, connections may still be missing. */
  get files(): Files {
    return this.content();
  }

  /** A digest of names and contents. */
  get hash(): string {
    this.digest ??= contentHash(JSON.stringify(this.files));
    return this.digest;
  }

  private checked(files: Files): Files {
    for (const name of Object.keys(files)) {
      const problem = keyProblem(name);
      if (problem) throw new Error(`ConfigMap '${this.name}' has a file with an impossible name: ${problem}`);
    }
    const bytes = Object.entries(files).reduce(
      (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text),
      0,
    );
    if (bytes > maxConfigMapBytes) {
      throw new Error(
        `ConfigMap '${this.name}' holds ${bytes} bytes, at most ${maxConfigMapBytes} are allowed: split it`,
      );
    }
    return files;
  }
}

function sorted(files: Files): Files {
  return Object.fromEntries(
    Object.keys(files)
      .sort()
      .map((name) => [name, files[name]!]),
  );
}
