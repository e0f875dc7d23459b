import { type ConfirmChannel, connect } from 'amqplib';
import type { KubernetesObject } from 'cdk8s-tiers';
import { type Outcome, until } from '../support';
import { RenderedBroker, type Row } from './broker';
import { rendered, Secrets } from './manifests';
import { type PodSpec, RenderedPod } from './pod';

interface Job {
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}
interface Definitions {
  queues: Row[];
  users: { name: string }[];
  permissions: Row[];
  policies: { name: string; definition: Record<string, unknown> }[];
}

describe('the Job that imports the rendered definitions', () => {
  const output = rendered('production');
  const job = output.object<Job>('Job', 'rabbitmq-definitions');
  const template = output.object<KubernetesObject & { data: Record<string, string> }>(
    'ConfigMap',
    'rabbitmq-definitions',
  );
  const written = template.data['definitions.json']!;
  const secrets = new Secrets(output);
  let broker: RenderedBroker;
  beforeAll(async () => {
    broker = await RenderedBroker.start(output, secrets);
  });
  afterEach(() => {
    template.data['definitions.json'] = written;
  });
  afterAll(() => broker?.stop());

  /** Runs the Job's pod as it would be made now, with the ConfigMap and the Secrets as they are. */
  const importNow = async (env: Record<string, string> = {}): Promise<Outcome> => {
    const pod = new RenderedPod(output, job.spec.template.spec, secrets, 'rabbitmq-definitions-abcde');
    try {
      return await pod.run('rabbitmq-definitions', { env: { BROKER_PORT: String(broker.ports.management), ...env } });
    } finally {
      pod.remove();
    }
  };
  const change = (edit: (definitions: Definitions) => void) => {
    const definitions = JSON.parse(written) as Definitions;
    edit(definitions);
    template.data['definitions.json'] = JSON.stringify(definitions, undefined, 2);
  };
  const imported = {
    code: 0,
    stdout: expect.stringMatching(/^definitions: imported into rabbitmq-service\.zamperla\.svc\.cluster\.local\n/),
    stderr: '',
  };

  test('brings changed queues, policies, rights and passwords; a message in work stays in work', async () => {
    const node = await broker.ctl(['eval', 'os:getpid().']);
    const consumer = await (await broker.connect('data-reporter')).createConfirmChannel();
    const publisher = await (await broker.connect('data')).createConfirmChannel();
    publisher.sendToQueue('report', Buffer.from('an hour of work'), { persistent: true });
    await publisher.waitForConfirms();
    const events: string[] = [];
    for (const event of ['close', 'error', 'cancel']) consumer.on(event, () => events.push(event));
    const taken = await new Promise<Parameters<ConfirmChannel['ack']>[0]>((resolve) => {
      void consumer.consume('report', (message) => message && resolve(message));
    });
    const before = { data: broker.password('data'), reporter: broker.password('data-reporter') };
    secrets.set('rabbitmq-user-data', 'password', 'AnotherPassword1');
    secrets.set('rabbitmq-user-data-reporter', 'password', 'AnotherPassword2');
    change((definitions) => {
      definitions.queues.push({ ...definitions.queues[0], name: 'archive' });
      definitions.policies.find(({ name }) => name === 'report')!.definition['delivery-limit'] = 33;
      const rights = definitions.permissions.findIndex(({ user }) => user === 'data');
      definitions.permissions[rights] = { ...definitions.permissions[rights], read: '^archive$' };
    });

    expect(await importNow()).toMatchObject(imported);

    consumer.ack(taken);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events).toEqual([]);
    await expect(broker.connect('data', before.data)).rejects.toThrow(/ACCESS_REFUSED|403/);
    await expect(broker.connect('data-reporter', before.reporter)).rejects.toThrow(/ACCESS_REFUSED|403/);
    const data = await (await broker.connect('data')).createConfirmChannel();
    expect(await data.get('archive')).toBe(false);
    // The API tells the policy with the queue's next statistics.
    await until('the new limit of the queue', async () => {
      const { effective_policy_definition: policy } = await broker.api<{
        effective_policy_definition: Row;
      }>('queues/zamperla/report');
      return policy['delivery-limit'] === 33;
    });
    const watcher = await (await broker.connectAsAdministrator()).createConfirmChannel();
    await consumer.close();
    expect((await watcher.checkQueue('report')).messageCount).toBe(0);
    expect(await broker.ctl(['eval', 'os:getpid().'])).toBe(node);
  });

  test('may run any number of times, and names users that are no longer declared', async () => {
    expect(await importNow()).toMatchObject({ code: 0, stderr: '' });
    await broker.ctl(['add_user', 'of-yesterday', 'forgotten1']);
    const { stdout } = await importNow();
    expect(stdout).toContain(
      "definitions: user 'of-yesterday' is not declared and can still log in: if nobody needs it, rabbitmqctl delete_user of-yesterday\n",
    );
    expect(stdout).not.toContain("user 'data'");
    await broker.ctl(['delete_user', 'of-yesterday']);
  });

  test('tells what the broker refuses, without a password, and leaves the broker as it was', async () => {
    change((definitions) => definitions.queues.push({ ...definitions.queues[0], name: 'lost', vhost: 'nowhere' }));
    const { code, stdout, stderr } = await importNow();
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
    expect(stderr).toMatch(/^definitions: the broker refuses them, status 400: \{"error":"bad_request".*nowhere/);
    expect(stderr).not.toContain(broker.password('data'));
    expect((await broker.api('queues')).map(({ name }) => name)).not.toContain('lost');
  });

  test('tells of a login that the broker refuses how it is mended', async () => {
    const password = broker.password('definitions');
    secrets.set('rabbitmq-user-definitions', 'password', 'NotTheOneItKnows1');
    expect(await importNow()).toEqual({
      code: 77,
      stdout: '',
      stderr:
        "definitions: the broker refuses the login of 'definitions': its Secret has another password than the broker knows; restart the broker's pod, which takes all passwords anew\n",
    });
    secrets.set('rabbitmq-user-definitions', 'password', password);
  });

  test('refuses a password that would break the definitions before it asks anybody', async () => {
    const password = broker.password('data');
    secrets.set('rabbitmq-user-data', 'password', 'with "quotes"');
    expect(await importNow()).toEqual({
      code: 65,
      stdout: '',
      stderr:
        "password of user 'data' has characters other than letters and digits, or fewer than 8: replace it in its Secret\n",
    });
    secrets.set('rabbitmq-user-data', 'password', password);
  });

  test('gives up on a broker that does not come', async () => {
    expect(await importNow({ BROKER_PORT: '1', WAIT_SECONDS: '1' })).toEqual({
      code: 75,
      stdout: '',
      stderr: 'definitions: rabbitmq-service.zamperla.svc.cluster.local:1 does not answer\n',
    });
  });

  test('waits for a broker that starts meanwhile, and whose users come back by the same definitions', async () => {
    const [outcome] = await Promise.all([
      new Promise((resolve) => setTimeout(resolve, 1000)).then(() => importNow({ WAIT_SECONDS: '90' })),
      broker.reboot(),
    ]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    await expect(
      connect({ hostname: '127.0.0.1', port: broker.ports.amqp, username: 'data', password: 'no', vhost: 'zamperla' }),
    ).rejects.toThrow(/ACCESS_REFUSED|403/);
    await (await broker.connect('data')).close();
  });
});
