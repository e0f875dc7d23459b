import type { IDestination, IQueue } from '../../endpoints';
import { refuse } from '../../problem';
import { type Binding, type BindingMatch, bindingOf, type ExchangeType, matchProblem } from './binding';
import type { IRabbitMq } from './queue';

/** How an exchange hands messages on. */
export interface ExchangeProps {
  /** What it looks at to choose queues: nothing (`fanout`), patterns (`topic`), the very key (`direct`), or headers. It never changes. */
  readonly type: ExchangeType;
}

/** An exchange of a RabbitMQ server of this project: each queue that is bound gets a copy of a message of its own. */
export class RabbitMqExchange implements IDestination {
  readonly kind = 'exchange';
  private readonly bound = new Map<string, Binding>();

  /** @internal */
  constructor(
    readonly broker: IRabbitMq,
    readonly name: string,
    readonly type: ExchangeType,
    private readonly where: string,
    private readonly queueProblem: (queue: IQueue) => string | undefined,
  ) {}

  /**
   * Gives a queue a copy of each message that matches; several bindings of one queue add up, the same one twice is one.
   *
   * @param match the routing key (`direct`), a pattern of keys (`topic`: `orders.*`, `#`), headers (`headers`), nothing (`fanout`)
   * @throws ProblemsError if the queue is not this broker's, or the exchange can't choose by what is given
   */
  bind(queue: IQueue, match?: BindingMatch): this {
    const wrong = [this.queueProblem(queue), matchProblem(this.type, match)].filter((problem) => problem !== undefined);
    const what = `can't bind queue '${queue.name}' to exchange '${this.name}'`;
    refuse(
      this.where,
      wrong.map((problem) => `${what}: ${problem}`),
    );
    const binding = bindingOf(queue.name, match);
    this.bound.set(JSON.stringify(binding), binding);
    return this;
  }

  /** Queues that get its messages; the order does not depend on who bound first. */
  get bindings(): Binding[] {
    return [...this.bound.keys()].sort().map((key) => this.bound.get(key)!);
  }
}
