import type { IDestination, QueueScaler } from '../../endpoints';
import { countProblem } from '../../kubernetes';
import { refuse } from '../../problem';
import { exchangeTypes } from './binding';
import { defaultConsumerTimeout, ownerProblem } from './client';
import { type ExchangeProps, RabbitMqExchange } from './exchange';
import { exchangeNameProblem, queueNameProblem } from './names';
import type { IRabbitMq, QueueProps, RabbitMqQueue } from './queue';

/** The queues and exchanges of one broker. */
export class Declarations {
  private readonly queuesByName = new Map<string, RabbitMqQueue>();
  private readonly exchangesByName = new Map<string, RabbitMqExchange>();

  /** @param where path of the broker */
  constructor(
    private readonly broker: IRabbitMq,
    private readonly where: string,
    private readonly scalerOf: (queue: string) => QueueScaler,
  ) {}

  /** @throws ProblemsError if the name is taken or impossible */
  addQueue(name: string, props: QueueProps): RabbitMqQueue {
    const { deliveryLimit = 20, consumerTimeout = defaultConsumerTimeout } = props;
    refuse(this.where, [
      queueNameProblem(name, this.queuesByName),
      countProblem(`delivery limit of queue '${name}'`, deliveryLimit, 1),
    ]);
    const { broker } = this;
    const queue: RabbitMqQueue = {
      kind: 'queue',
      name,
      broker,
      deliveryLimit,
      consumerTimeout,
      scaler: this.scalerOf(name),
    };
    this.queuesByName.set(name, queue);
    return queue;
  }

  /** @throws ProblemsError if the name is taken or impossible */
  addExchange(name: string, { type }: ExchangeProps): RabbitMqExchange {
    refuse(this.where, [
      exchangeNameProblem(name, this.exchangesByName),
      exchangeTypes.includes(type)
        ? undefined
        : `exchange '${name}' has the type '${type}', use ${exchangeTypes.join(', ')}`,
    ]);
    const exchange = new RabbitMqExchange(this.broker, name, type, this.where, (queue) => this.problemOf(queue));
    this.exchangesByName.set(name, exchange);
    return exchange;
  }

  /** What is wrong with asking this broker for something of a destination, or `undefined`. */
  problemOf(destination: IDestination): string | undefined {
    const { kind, name } = destination;
    const known: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
      queue: this.queuesByName,
      exchange: this.exchangesByName,
    };
    const elsewhere = ownerProblem(this.broker, destination);
    if (elsewhere || known[kind]?.has(name)) return elsewhere;
    const mend = known[kind]
      ? `declare it by \`${kind === 'queue' ? 'addQueue' : 'addExchange'}\``
      : 'it has queues and exchanges';
    return `${kind} '${name}' is not known to broker '${this.broker.name}', ${mend}`;
  }

  get queues(): RabbitMqQueue[] {
    return [...this.queuesByName.values()];
  }

  get exchanges(): RabbitMqExchange[] {
    return [...this.exchangesByName.values()];
  }

  /** What only the finished tree shows: exchanges that drop all that is published to them. */
  get unfinished(): string[] {
    return this.exchanges
      .filter(({ bindings }) => bindings.length === 0)
      .map(
        ({ name }) =>
          `exchange '${name}' has no queue, so all that is published to it is dropped: \`bind\` one, or leave it out`,
      );
  }
}
