import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  httpServerAt,
  type IDestination,
  type IEndpoint,
  type IGrantee,
  type IHttpEndpoint,
  type IQueue,
  type OutsideAddress,
  type OutsideService,
  serviceHost,
} from '../../endpoints';
import { images } from '../../images';
import { labelNameProblem, Probe, Volume } from '../../kubernetes';
import { Credential, fixed, generated, UserCredential } from '../../secrets';
import { OwnStorage } from '../../storage';
import type { SelectorProps } from '../pod-settings';
import { createStatefulSet } from '../stateful-set';
import { Tier, type TierProps } from '../tier';
import { type AmqpPart, amqpServerAt, queueLengthScaler } from './client';
import { diskProblem, paths, ports, userFor } from './configuration';
import { Declarations } from './declarations';
import { defaultExchange, definitionsOf } from './definitions';
import { DefinitionsImport } from './definitions-import';
import type { ExchangeProps, RabbitMqExchange } from './exchange';
import { createFiles } from './files';
import { deadLetterQueueName } from './names';
import { OutsideRabbitMq, type OutsideRabbitMqProps } from './outside-rabbitmq';
import type { IRabbitMq, QueueProps, RabbitMqQueue } from './queue';
import { createServices } from './services';
import { BrokerUsers } from './users';

/** Size, storage and behaviour of a {@link RabbitMq}. */
export interface RabbitMqProps extends TierProps, SelectorProps {
  /** Size of the volume; at least three times the disk mark, which is 0.6 of the memory. */
  readonly storage: Size;
  /** Image with the management plugin's metrics (`-management`). @default - the library's */
  readonly image?: string;
  /** Name of the Service; images that know the broker by name keep it. @default - the tier */
  readonly serviceName?: string;
  /** Virtual host of the system. @default - the system's name */
  readonly vhost?: string;
  /** Name of the claim, where it does not come from a template. @default - `<tier>-data` */
  readonly claimName?: string;
  /** Folder of the static volume. @default - the claim's name */
  readonly folder?: string;
}

/**
 * RabbitMQ, one node: StatefulSet, Services, volume, and definitions with a virtual host, quorum queues, policies, and a user
 * for every tier that talks to it. There is no guest.
 *
 * @example
 * const broker = new RabbitMq(data, 'broker', { storage: Size.gibibytes(2), resources });
 * const orders = broker.addQueue('orders', { deliveryLimit: 20 });
 * web.publishTo(orders);
 */
export class RabbitMq extends Tier implements IRabbitMq {
  /**
   * A server outside the cluster, on port 5672, with TLS 5671, unless told otherwise.
   *
   * @example
   * const credentials = UserCredential.fromSecretName(app, 'login', 'broker-login');
   * const place = { host: 'mq.example.com', networks: ['198.51.100.0/24'] };
   * const orders = RabbitMq.fromAddress(app, 'mq', { ...place, vhost: 'shop', credentials }).queue('orders');
   */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress & OutsideRabbitMqProps): OutsideRabbitMq {
    return new OutsideRabbitMq(scope, id, props);
  }

  /** A Service that this project does not emit. */
  static fromService(scope: Construct, id: string, props: OutsideService & OutsideRabbitMqProps): OutsideRabbitMq {
    return new OutsideRabbitMq(scope, id, props);
  }

  readonly protocol = 'amqp';
  readonly serviceName: string;
  readonly vhost: string;
  /** The user that reads queue lengths, for scalers; it can neither publish nor consume. */
  readonly monitoring: UserCredential;
  /** The user of people: it looks into queues of dead letters and puts them back by shovels. */
  readonly operator: UserCredential;
  private readonly import: DefinitionsImport;
  private readonly declarations: Declarations;
  private readonly users: BrokerUsers;

  constructor(scope: Construct, id: string, props: RabbitMqProps) {
    // Erlang writes its tables out when it stops; a kill in the middle costs a recovery.
    const image = props.image ?? images.rabbitmq;
    super(scope, id, props, { defaultUser: userFor(image), gracePeriod: Duration.seconds(120) });
    this.serviceName = props.serviceName ?? this.tier;
    this.vhost = props.vhost ?? this.system.name;
    this.tell(labelNameProblem(this.serviceName), diskProblem(props.resources.memory, props.storage));
    this.users = new BrokerUsers((name) => this.createUser(name));
    this.monitoring = this.users.monitoring;
    this.operator = this.users.operator;
    this.declarations = new Declarations(this, this.node.path, (queue) =>
      queueLengthScaler(this.management, this.vhost, queue, this.monitoring),
    );
    this.node.addValidation({ validate: () => this.declarations.unfinished });
    const cookie = new Credential(this, 'cookie', {
      name: `${this.tier}-erlang-cookie`,
      keys: { cookie: generated(48) },
    });
    this.topology.order(this.component, cookie.component);

    const headless = `${this.tier}-nodes`;
    const files = createFiles(this, this.tier, props.resources.memory, () => this.definitions);
    const configVolume = Volume.config('config', files.config);
    // A restart would end every running job, so a change of these is imported by a Job.
    const template = Volume.config('template', files.definitions, { restart: false });
    const home = Volume.scratch('home');
    const filled = Volume.scratch('definitions', { memory: true, limit: Size.mebibytes(4) });
    const storage = new OwnStorage(this, 'storage', {
      claimName: props.claimName ?? `${this.tier}-data`,
      templateName: 'data',
      statefulSet: true,
      size: props.storage,
      purpose: 'broker',
      accessMode: 'ReadWriteOnce',
      labels: { tier: this.tier },
      folder: props.folder,
    });
    if (storage.volume) this.pod.addVolume(storage.volume);
    this.pod.addInitContainer({
      name: 'prepare',
      image,
      command: ['bash', '/etc/rabbitmq-template/prepare.sh'],
      resources: props.resources,
      mounts: [
        { volume: configVolume, path: '/etc/rabbitmq-template', readOnly: true },
        { volume: template, path: '/etc/rabbitmq-definitions', readOnly: true },
        { volume: Volume.of('users', () => this.users.passwords), path: '/run/secrets/rabbitmq-users', readOnly: true },
        {
          volume: Volume.secrets('cookie', { cookie: cookie.key('cookie') }),
          path: '/run/secrets/rabbitmq-cookie',
          readOnly: true,
        },
        { volume: filled, path: '/run/rabbitmq' },
        { volume: home, path: paths.home },
      ],
    });
    this.addContainer({
      name: this.tier,
      image,
      resources: props.resources,
      env: {
        POD_NAME: { field: 'metadata.name' },
        // The node's name is the key of its data: a long name stays the same when nodes are added.
        RABBITMQ_USE_LONGNAME: 'true',
        RABBITMQ_NODENAME: `rabbit@$(POD_NAME).${serviceHost(this.root.environment, headless, this.namespace)}`,
        RABBITMQ_ENABLED_PLUGINS_FILE: '/etc/rabbitmq/enabled_plugins',
        ...props.env,
      },
      ports: [
        { name: 'amqp', port: ports.amqp },
        { name: 'management', port: ports.management },
        { name: 'prometheus', port: ports.prometheus },
        { name: 'epmd', port: ports.epmd },
        { name: 'distribution', port: ports.distribution },
      ],
      // A TCP connection: every command-line check joins the Erlang cluster. No liveness probe: a restart helps nobody here.
      readiness: Probe.tcp({ delay: Duration.seconds(10) }),
      mounts: [
        { volume: configVolume, path: '/etc/rabbitmq/rabbitmq.conf', subPath: 'rabbitmq.conf', readOnly: true },
        { volume: configVolume, path: '/etc/rabbitmq/advanced.config', subPath: 'advanced.config', readOnly: true },
        { volume: configVolume, path: '/etc/rabbitmq/enabled_plugins', subPath: 'enabled_plugins', readOnly: true },
        { volume: filled, path: '/run/rabbitmq', readOnly: true },
        { volume: home, path: paths.home },
        { volume: storage.volumeName, path: paths.data },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
      ],
    });
    createServices(this, { tier: this.tier, selector: this.selectorLabels, clients: this.serviceName, headless });
    createStatefulSet(this, {
      name: this.workloadName,
      tier: this.tier,
      serviceName: headless,
      selector: this.selectorLabels,
      storage,
      podManagementPolicy: 'Parallel',
      template: () => this.template(),
    });
    const { imagePullSecrets, nodeSelector, tolerations, priority } = props;
    this.import = new DefinitionsImport(scope, `${id}-definitions`, {
      ...{ imagePullSecrets, nodeSelector, tolerations, priority, image },
      broker: { name: this.name, target: this.target, component: this.component, host: this.host },
      definitions: files.definitions,
      passwords: () => this.users.passwords,
    });
    this.exposeMetrics({ port: ports.prometheus });
    // The annotated page sums over all queues; numbers by queue stand on another one.
    this.topology.addScrapeTarget({
      component: this.component,
      pods: this.pods,
      port: ports.prometheus,
      path: '/metrics/detailed',
      job: {
        name: 'rabbitmq-queues',
        parameters: { family: ['queue_coarse_metrics', 'queue_consumer_count'] },
      },
    });
  }

  /** Declares a durable quorum queue, its dead-letter queue and its policies. @throws if the name is taken */
  addQueue(name: string, props: QueueProps = {}): RabbitMqQueue {
    return this.declarations.addQueue(name, props);
  }

  /**
   * Declares a durable exchange: queues that are bound to it get a copy of each message, so that one message reaches several consumers.
   *
   * @example
   * const placed = broker.addExchange('order-placed', { type: 'fanout' });
   * placed.bind(broker.addQueue('invoices')).bind(broker.addQueue('parcels'));
   * web.publishTo(placed); // ORDER_PLACED_EXCHANGE, and the broker's variables
   * @throws if the name is taken
   */
  addExchange(name: string, props: ExchangeProps): RabbitMqExchange {
    return this.declarations.addExchange(name, props);
  }

  /** Its queues, without those of dead letters. */
  get queues(): RabbitMqQueue[] {
    return this.declarations.queues;
  }

  /** Its exchanges, without the server's own. */
  get exchanges(): RabbitMqExchange[] {
    return this.declarations.exchanges;
  }

  /** Fully qualified name of the Service: KEDA resolves it from another namespace. */
  get host(): string {
    return serviceHost(this.root.environment, this.serviceName, this.namespace);
  }

  /** The management API, which knows how long queues are. */
  get management(): IHttpEndpoint {
    return { ...this.reached(ports.management), ...httpServerAt({ host: this.host, port: ports.management }) };
  }

  /** Lets a tier publish to one exchange, or to queues, which have no rights of their own; each tier has a user of its own. */
  grantPublish(client: IGrantee, destination: IDestination): IEndpoint<AmqpPart> {
    this.checkOwn(destination);
    const user = this.inContext(() => this.users.of(client));
    user.rights.publishes.add(destination.kind === 'exchange' ? destination.name : defaultExchange);
    return this.amqp(user.credential);
  }

  /** Lets a tier consume a queue, and no other. */
  grantConsume(client: IGrantee, queue: IQueue): IEndpoint<AmqpPart> {
    this.checkOwn(queue);
    const user = this.inContext(() => this.users.of(client));
    user.rights.consumes.add(queue.name);
    return this.amqp(user.credential);
  }

  /** The definitions with placeholders, as they stand in the ConfigMap; complete when every tier is connected. */
  get definitions() {
    const deadLetters = this.queues.map(({ name }) => deadLetterQueueName(name));
    return definitionsOf(this.vhost, this.queues, this.exchanges, this.users.list(deadLetters));
  }

  private amqp(user: UserCredential): IEndpoint<AmqpPart> {
    const { host, vhost } = this;
    const prerequisites = [this.import.component];
    return { ...this.reached(ports.amqp), prerequisites, ...amqpServerAt({ host, port: ports.amqp, vhost }, user) };
  }

  private reached(port: number): Omit<IEndpoint, 'parts' | 'defaultParts'> {
    return { name: this.name, component: this.component, target: this.target, ports: [{ port }] };
  }

  private checkOwn(destination: IDestination): void {
    const wrong = this.declarations.problemOf(destination);
    if (wrong) throw this.problem(wrong);
  }

  private createUser(name: string): UserCredential {
    const credential = new UserCredential(this, `user-${name}`, {
      name: `${this.tier}-user-${name}`,
      keys: { username: fixed(name), password: generated() },
    });
    this.topology.order(this.component, credential.component);
    return credential;
  }
}
