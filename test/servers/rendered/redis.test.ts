import { readFileSync } from 'node:fs';
import { Size } from 'cdk8s';
import { indexOf } from '../../../src/render';
import { BackgroundService, Redis, type RedisProps } from '../../../src/tiers';
import { makeSystem, small } from '../../fixtures';
import { type Daemon, packageVersion } from '../support';
import { Rendered, Secrets } from './manifests';
import { type Container, RenderedPod, type Workload } from './pod';

/** A server and a client, rendered as a project would. It listens at its own port: the rendered files are taken as they are. */
function build(props: Partial<RedisProps>): Rendered {
  const test = makeSystem();
  const redis = new Redis(test.application, 'cache', { resources: small, ...props });
  new BackgroundService(test.application, 'web', { image: 'web:1.0', resources: small }).connectTo(redis);
  const { environment, objects } = test.render();
  return new Rendered(environment.name, objects, indexOf([environment]).secrets);
}

interface Probes {
  readonly readinessProbe: { readonly exec: { readonly command: string[] } };
  readonly livenessProbe: { readonly exec: { readonly command: string[] } };
}

/** The rendered server, and its client. */
class RenderedRedis {
  readonly secrets: Secrets;
  readonly pod: RenderedPod;
  private daemon!: Daemon;

  constructor(private readonly rendered: Rendered) {
    this.secrets = new Secrets(rendered);
    this.pod = RenderedPod.of(rendered, rendered.object<Workload>('StatefulSet', 'cache'), this.secrets);
  }

  get probes(): Probes {
    return this.pod.container('cache') as Container & Probes;
  }

  async start(): Promise<void> {
    this.daemon = this.pod.start('cache');
    const { command } = this.probes.readinessProbe.exec;
    await this.daemon.ready('the readiness probe passes', async () => (await this.inside(command)).code === 0);
  }

  /** Ends the pod and starts the next one on the same volume. */
  async restart(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.daemon.stop(signal);
    await this.start();
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
    this.pod.remove();
  }

  /** Runs a command in the server's container. */
  inside(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return this.pod.run('cache', { command, env });
  }

  /** What the client gets who dials the URL that it is told. */
  async client(...command: string[]): Promise<string> {
    const pod = RenderedPod.of(this.rendered, this.rendered.object<Workload>('Deployment', 'web'), this.secrets);
    try {
      // redis-cli alone takes a URL without a user for one whose user has an empty name.
      const url = '"redis://default:${CACHE_URL#redis://:}"';
      const dial = ['sh', '-c', `exec redis-cli --no-auth-warning -u ${url} "$@"`, 'sh'];
      return (await pod.mustRun('web', { command: [...dial, ...command] })).trim();
    } finally {
      pod.remove();
    }
  }

  async setting(name: string): Promise<string> {
    return (await this.client('config', 'get', name)).split('\n')[1] ?? '';
  }
}

describe.each([
  ['a cache', {}, { appendonly: 'no', policy: 'allkeys-lru' }],
  ['a store', { storage: Size.gibibytes(1) }, { appendonly: 'yes', policy: 'noeviction' }],
])('the rendered Redis, %s', (_, props, expected) => {
  const redis = new RenderedRedis(build(props));
  beforeAll(() => redis.start());
  afterAll(() => redis.stop());

  test('has the settings that are written down', async () => {
    expect(packageVersion('root', /^redis-server$/)).toMatch(/^\d+:[89]\./);
    expect(await redis.setting('maxmemory')).toBe(String(89 * 1024 * 1024));
    expect(await redis.setting('maxmemory-policy')).toBe(expected.policy);
    expect(await redis.setting('appendonly')).toBe(expected.appendonly);
    expect(await redis.setting('save')).toBe('');
    expect(await redis.setting('dir')).toBe('/data');
  });

  test('answers its client by the URL that it is told', async () => {
    expect(await redis.client('ping')).toBe('PONG');
  });

  test('refuses who has no password or another one', async () => {
    const ping = ['redis-cli', '-h', '127.0.0.1', 'ping'];
    expect((await redis.inside(ping, { REDISCLI_AUTH: '' })).stdout).toContain('NOAUTH');
    const other = await redis.inside(ping, { REDISCLI_AUTH: 'another' });
    expect(`${other.stdout}${other.stderr}`).toContain('WRONGPASS');
  });

  test('has both probes pass with its password, and readiness fail without', async () => {
    const { readinessProbe, livenessProbe } = redis.probes;
    expect((await redis.inside(readinessProbe.exec.command)).code).toBe(0);
    expect((await redis.inside(livenessProbe.exec.command)).code).toBe(0);
    expect((await redis.inside(readinessProbe.exec.command, { REDISCLI_AUTH: 'another' })).code).not.toBe(0);
  });

  test('has its password in no file', () => {
    const text = readFileSync(redis.pod.path('run', 'redis.conf'), 'utf8');
    expect(text).toMatch(/^user default on #[0-9a-f]{64} ~\* &\* \+@all$/m);
    expect(text).not.toContain(redis.secrets.value('cache-password', 'password'));
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('keeps after %s what it has a volume for', async (signal) => {
    expect(await redis.client('set', 'basket', 'two apples')).toBe('OK');
    await redis.restart(signal);
    expect(await redis.client('get', 'basket')).toBe(expected.appendonly === 'yes' ? 'two apples' : '');
  });

  test('takes a new password at its next start, and the old one no more', async () => {
    const before = redis.secrets.value('cache-password', 'password');
    redis.secrets.set('cache-password', 'password', `it's "new" \\ $HOME`.replaceAll(' ', '_'));
    await redis.restart();
    const ping = ['redis-cli', 'ping'];
    expect((await redis.inside(ping)).stdout).toBe('PONG\n');
    expect((await redis.inside(ping, { REDISCLI_AUTH: before })).stdout).not.toBe('PONG\n');
  });

  test('does not start without a password', async () => {
    const { code, stderr } = await redis.pod.run('cache', { env: { REDISCLI_AUTH: '' } });
    expect({ code, stderr }).toEqual({
      code: 78,
      stderr: 'start: REDISCLI_AUTH is empty, Redis would take commands from everybody\n',
    });
  });
});
