import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { Kubectl } from '../../../../src/cluster';
import { Daemon, freePorts, RunFolder } from '../../../servers/support/server';
import { ApiClient } from './api-client';
import { established } from './established';
import { program, programsFolder } from './programs';

const definitions = resolve(__dirname, '../../../../imports/crds');

/**
 * etcd and kube-apiserver on the loopback address, with the admission of a default cluster (Pod Security and ServiceAccount
 * among it), and our definitions of custom kinds. No controllers, scheduler or kubelet.
 */
export class ControlPlane {
  private constructor(
    private readonly daemons: readonly Daemon[],
    readonly folder: RunFolder,
    /** Path of a kubeconfig whose user may do everything. */
    readonly kubeconfig: string,
    readonly api: ApiClient,
  ) {}

  static async start(): Promise<ControlPlane> {
    const folder = new RunFolder('cluster', 'own');
    const daemons: Daemon[] = [];
    try {
      const [client, peer, port] = (await freePorts(3)) as [number, number, number];
      const token = randomBytes(16).toString('hex');
      daemons.push(startEtcd(folder, client, peer));
      const server = startServer(folder, client, port, token);
      daemons.unshift(server);
      const certificate = join(folder.path, 'certificates/apiserver.crt');
      let api: ApiClient | undefined;
      await server.ready('the API server is ready', async () => {
        // Anew each time: the server may still be writing its certificate.
        api?.close();
        api = new ApiClient(port, token, readFileSync(certificate, 'utf8'));
        return (await api.send('GET', '/readyz')).code === 200;
      });
      const plane = new ControlPlane(daemons, folder, writeKubeconfig(folder, port, token, certificate), api!);
      await plane.install();
      return plane;
    } catch (error) {
      for (const daemon of daemons) await daemon.stop('SIGKILL');
      folder.remove();
      throw error;
    }
  }

  /** Writes a kubeconfig of a ServiceAccount, with a token that the server makes for it, and gives its path. */
  async kubeconfigOf(namespace: string, account: string): Promise<string> {
    const token = (await this.kubectl.ask(['create', 'token', account, `--namespace=${namespace}`])).trim();
    const { users, ...cluster } = JSON.parse(readFileSync(this.kubeconfig, 'utf8'));
    const named = { ...cluster, users: [{ name: users[0].name, user: { token } }] };
    return this.folder.write(`kubeconfigs/${namespace}.${account}`, JSON.stringify(named), 0o600);
  }

  /** The environment of a command that is to find this cluster and its kubectl. */
  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      KUBECONFIG: this.kubeconfig,
      KUBECACHEDIR: this.cache,
      PATH: [programsFolder(), process.env.PATH].join(delimiter),
    };
  }

  /** kubectl as our commands use it. */
  get kubectl(): Kubectl {
    return new Kubectl({
      program: [program('kubectl'), `--kubeconfig=${this.kubeconfig}`, `--cache-dir=${this.cache}`],
    });
  }

  // kubectl remembers what a server of an address serves; a later server of another test may get the same port.
  private get cache(): string {
    return join(this.folder.path, 'kubectl');
  }

  async stop(): Promise<void> {
    this.api.close();
    for (const daemon of this.daemons) await daemon.stop();
    this.folder.remove();
  }

  /** Our definitions, and Argo CD's namespace, which its own installation makes. */
  private async install(): Promise<void> {
    await this.kubectl.ask(['apply', '--server-side', '--filename', definitions]);
    await established(this.kubectl);
    await this.kubectl.ask(['create', 'namespace', 'argocd']);
  }
}

/** Without flushes to disk: a store that lives as long as a test file. */
function startEtcd(folder: RunFolder, client: number, peer: number): Daemon {
  const [urls, peers] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return Daemon.ofMachine('etcd', folder, [
    ...[
      program('etcd'),
      '--name=tests',
      `--data-dir=${folder.folder('etcd')}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    ...[`--listen-client-urls=${urls}`, `--advertise-client-urls=${urls}`],
    ...[`--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`, `--initial-cluster=tests=${peers}`],
  ]);
}

/** Both families of addresses, as rows of the table of change safety are about them. */
function startServer(folder: RunFolder, etcd: number, port: number, token: string): Daemon {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = folder.write('accounts.key', privateKey.export({ type: 'pkcs1', format: 'pem' }), 0o600);
  const tokens = folder.write('tokens.csv', `${token},administrator,administrator,system:masters\n`, 0o600);
  return Daemon.ofMachine('kube-apiserver', folder, [
    ...[program('kube-apiserver'), `--etcd-servers=http://127.0.0.1:${etcd}`],
    ...['--bind-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${folder.folder('certificates')}`],
    ...['--service-cluster-ip-range=10.0.0.0/16,fd00:10::/112', '--endpoint-reconciler-type=none'],
    ...[`--token-auth-file=${tokens}`, '--authorization-mode=Node,RBAC', '--allow-privileged=true'],
    ...['--service-account-issuer=https://kubernetes.default.svc.cluster.local'],
    ...[`--service-account-key-file=${key}`, `--service-account-signing-key-file=${key}`],
  ]);
}

function writeKubeconfig(folder: RunFolder, port: number, token: string, certificate: string): string {
  return folder.write(
    'kubeconfig',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'tests', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificate } },
      ],
      users: [{ name: 'administrator', user: { token } }],
      contexts: [{ name: 'tests', context: { cluster: 'tests', user: 'administrator' } }],
      'current-context': 'tests',
    }),
    0o600,
  );
}
