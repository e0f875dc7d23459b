import { readdirSync, readFileSync } from 'node:fs';
import type { ConfirmChannel } from 'amqplib';
import { RenderedBroker } from './broker';
import { environments, rendered, Secrets } from './manifests';
import { type PodSpec, RenderedPod, type Workload } from './pod';

interface ScaledJob {
  readonly spec: { readonly jobTargetRef: { readonly template: { readonly spec: PodSpec } } };
}

/**
 * The worker's program, in the place of the image's: checks the body, and publishes to the next queue with the variables
 * that the pod has.
 */
const program = `#!/usr/bin/python3
import json, os, sys
import pika
message = json.load(sys.stdin)
connection = pika.BlockingConnection(pika.URLParameters(os.environ['BROKER_URL']))
channel = connection.channel()
channel.confirm_delivery()
following = {'operation_id': message['operation_id'], 'config': open('/app/config.cfg').read() != '', 'key': open('/app/privateKey.pem').read()}
channel.basic_publish('', os.environ['POST_PROCESS_QUEUE'], json.dumps(following).encode(), pika.BasicProperties(delivery_mode=2), mandatory=True)
connection.close()
open('/app/logs/done', 'w').write(message['log_file_path'])
`;

/** Command lines of all processes of this machine. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it has ended meanwhile
      }
    });
}

describe.each(environments)('the rendered downloader of %s, from message to message', (environment) => {
  const output = rendered(environment);
  const secrets = new Secrets(output);
  const workload = output.object<ScaledJob>('ScaledJob', 'data-sftp-downloader-scaledjob');
  const publisher = output.object<Workload>('Deployment', 'data');
  let broker: RenderedBroker;
  let pod: RenderedPod;
  let data: RenderedPod;
  let watcher: ConfirmChannel;
  beforeAll(async () => {
    broker = await RenderedBroker.start(output, secrets);
    pod = new RenderedPod(output, workload.spec.jobTargetRef.template.spec, secrets, 'data-sftp-downloader-abcde');
    data = RenderedPod.of(output, publisher, secrets);
    pod.folder.write('job.py', program, 0o755);
    pod.folder.write('poison.sh', '#!/bin/sh\ncat > /dev/null\nexit 65\n', 0o755);
    watcher = await (await broker.connectAsAdministrator()).createConfirmChannel();
  });
  afterAll(async () => {
    pod?.remove();
    data?.remove();
    await broker?.stop();
  });

  /** The rendered URL; only the port differs from the cluster's. */
  const url = (of: RenderedPod, container: string): string => {
    const rendered = of.env(of.container(container)).BROKER_URL!;
    expect(rendered.split(':5672/')).toHaveLength(2);
    return rendered.replace(':5672/', `:${broker.ports.amqp}/`);
  };
  const work = () =>
    pod.run('data-sftp-downloader', {
      env: { BROKER_URL: url(pod, 'data-sftp-downloader') },
      mounts: { '/app/job.py': 'job.py' },
    });
  const message = { rule_id: 1, operation_id: 'op-1', log_file_path: 'op-1.log' };

  test('the URL is made of the own credentials and the fully qualified name', () => {
    const password = secrets.value('rabbitmq-user-data-sftp-downloader', 'password');
    expect(pod.env(pod.container('data-sftp-downloader'))).toMatchObject({
      BROKER_USER: 'data-sftp-downloader',
      BROKER_URL: `amqp://data-sftp-downloader:${password}@rabbitmq-service.zamperla.svc.cluster.local:5672/zamperla`,
      QUEUE: 'sftp-download',
      POST_PROCESS_QUEUE: 'post-process',
    });
  });

  test('a message of the publishing tier is worked off and the next one published; the Job ends with 0', async () => {
    const env = data.env(data.container('data'));
    const address = new URL(url(data, 'data'));
    const client = await broker.connect(address.username, address.password, address.pathname.slice(1));
    const channel = await client.createConfirmChannel();
    channel.sendToQueue(env.SFTP_DOWNLOAD_QUEUE!, Buffer.from(JSON.stringify(message)), { persistent: true });
    await channel.waitForConfirms();
    const outcome = await work();
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const next = await watcher.get('post-process', { noAck: true });
    expect(next && JSON.parse(next.content.toString())).toEqual({
      operation_id: 'op-1',
      config: true,
      key: secrets.value('sftp-gateway-key', 'privateKey.pem'),
    });
    expect(readFileSync(pod.path('data-logs-volume', 'done'), 'utf8')).toBe('op-1.log');
    expect((await watcher.checkQueue('sftp-download')).messageCount).toBe(0);
    expect(outcome.stdout).not.toContain(secrets.value('rabbitmq-user-data-sftp-downloader', 'password'));
  });

  test('while a worker runs, no password stands in the arguments of a process', async () => {
    const worker = pod.start('data-sftp-downloader', {
      env: { BROKER_URL: url(pod, 'data-sftp-downloader'), IDLE_TIMEOUT_SECONDS: '60' },
      mounts: { '/app/job.py': 'job.py' },
    });
    try {
      await worker.ready(
        'the worker consumes',
        async () => (await watcher.checkQueue('sftp-download')).consumerCount > 0,
      );
      const lines = commandLines();
      const passwords = output.secrets
        .filter(({ name }) => /^(rabbitmq-user|db-)/.test(name))
        .map(({ name }) => secrets.value(name, 'password'));
      expect(passwords.length).toBeGreaterThan(5);
      expect(lines.some((line) => line.includes('consume.py'))).toBe(true);
      expect(lines.some((line) => line.includes('beam.smp'))).toBe(true);
      expect(lines.filter((line) => passwords.some((password) => line.includes(password)))).toEqual([]);
    } finally {
      await worker.stop();
    }
  });

  test('a message that the program calls poison goes to the dead-letter queue; the Job ends with 0', async () => {
    watcher.sendToQueue('sftp-download', Buffer.from('poison'), { persistent: true });
    await watcher.waitForConfirms();
    const outcome = await pod.run('data-sftp-downloader', {
      env: { BROKER_URL: url(pod, 'data-sftp-downloader') },
      mounts: { '/app/job.py': 'poison.sh' },
    });
    expect(outcome).toMatchObject({ code: 0 });
    const dead = await watcher.get('sftp-download.dead-letter', { noAck: true });
    expect((dead || undefined)?.content.toString()).toBe('poison');
  });
});
