import type { IEndpoint } from './endpoint';
import type { IDestination, IMessageBroker, IQueue } from './messaging';
import type { PartOf } from './parts';

/** What a tier connects to. Anything else would have to be a text, which the compiler shows: it names the right verb. */
export type Connectable<E> = E extends IEndpoint
  ? unknown
  : E extends IDestination
    ? 'messages go in by publishTo(...) and come out by consumeFrom(...) or a QueueWorker'
    : E extends IMessageBroker
      ? 'a broker gives rights to what it holds: publishTo(...) or consumeFrom(...) one of its queues'
      : E extends { endpoint(...which: never[]): IEndpoint }
        ? 'say which of its ports: connectTo(it.endpoint(...))'
        : 'nothing listens there: connectTo(...) a tier with a port, or what the fromXxx(...) of an endpoint returns';

/** What a tier publishes to. Anything else would have to be a text, which the compiler shows: it names the right verb. */
export type Publishable<D> = D extends IDestination
  ? unknown
  : D extends IMessageBroker
    ? 'publishTo(...) a queue or topic of the broker'
    : D extends IEndpoint
      ? 'takes no messages: connectTo(...) it'
      : 'takes no messages: publishTo(...) a queue or topic of a broker';

/** What a tier consumes. Anything else would have to be a text, which the compiler shows: it names the right verb. */
export type Consumable<Q> = Q extends IQueue
  ? unknown
  : Q extends IDestination
    ? 'no queue: bind one to it, and consumeFrom(...) that'
    : Q extends IMessageBroker
      ? 'consumeFrom(...) a queue of the broker'
      : Q extends IEndpoint
        ? 'holds no messages: connectTo(...) it'
        : 'holds no messages: consumeFrom(...) a queue of a broker';

/** Parts of the broker of a queue or topic, as a tier with that right gets them. */
export type BrokerPartOf<D, Right extends 'grantPublish' | 'grantConsume'> = D extends { readonly broker: infer B }
  ? B extends Record<Right, (...grant: never[]) => infer E>
    ? PartOf<E>
    : never
  : never;
