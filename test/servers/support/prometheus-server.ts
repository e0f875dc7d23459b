import { type Outcome, run } from './sandbox';
import { Daemon, freePorts, RunFolder } from './server';

/** File name (with folders) → content. */
export type Files = Readonly<Record<string, string>>;

export interface PrometheusOptions {
  /** The name, in `files`, of the configuration. */
  readonly configFile: string;
  /** The configuration and what it refers to by relative paths: rules, targets, secrets. */
  readonly files: Files;
  /** Further flags. @default - none */
  readonly flags?: readonly string[];
}

/** A Prometheus server of its own on the loopback address. */
export class PrometheusServer {
  private constructor(
    private readonly daemon: Daemon,
    readonly folder: RunFolder,
    readonly port: number,
  ) {}

  static async start(options: PrometheusOptions): Promise<PrometheusServer> {
    const folder = new RunFolder('prometheus');
    for (const [name, content] of Object.entries(options.files)) folder.write(`config/${name}`, content);
    const [port] = (await freePorts(1)) as [number];
    const daemon = new Daemon('prometheus', folder, [
      'prometheus',
      `--config.file=${folder.path}/config/${options.configFile}`,
      `--storage.tsdb.path=${folder.folder('data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...(options.flags ?? []),
    ]);
    const server = new PrometheusServer(daemon, folder, port);
    await daemon.ready('Prometheus is ready', async () => (await fetch(`${server.url}/-/ready`)).ok);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return this.daemon.log;
  }

  /** The `data` of an answer of the API: `api('targets')`, `api('query?query=up')`. */
  async api<Data>(path: string): Promise<Data> {
    const answer = await fetch(`${this.url}/api/v1/${path}`);
    const body = (await answer.json()) as { status: string; data: Data; error?: string };
    if (body.status !== 'success') throw new Error(`Prometheus refuses ${path}: ${body.error}`);
    return body.data;
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    this.folder.remove();
  }
}

/** Runs `promtool` in a folder that holds `files`: `promtool(['check', 'config', 'prometheus.yml'], files)`. */
export async function promtool(args: readonly string[], files: Files): Promise<Outcome> {
  const folder = new RunFolder('promtool');
  try {
    for (const [name, content] of Object.entries(files)) folder.write(name, content);
    return await run(['env', '-C', folder.path, 'promtool', ...args]);
  } finally {
    folder.remove();
  }
}
