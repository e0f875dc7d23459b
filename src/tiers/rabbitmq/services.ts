import type { Construct } from 'constructs';
import { createService } from '../service';
import { ports } from './configuration';

/** Names and pods of a broker's Services. */
export interface BrokerServices {
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Name of the one for clients. */
  readonly clients: string;
  /** Name of the one that gives nodes their names. */
  readonly headless: string;
}

/** The Service of clients, and the headless one that the nodes' names are in. */
export function createServices(scope: Construct, { tier, selector, clients, headless }: BrokerServices): void {
  const named = (names: readonly (keyof typeof ports)[]) =>
    names.map((name) => ({ name, port: ports[name], targetPort: name }));
  createService(scope, 'service', {
    name: clients,
    tier,
    selector,
    ports: named(['amqp', 'management', 'prometheus']),
  });
  createService(scope, 'nodes', {
    name: headless,
    tier,
    selector,
    headless: true,
    ports: named(['epmd', 'distribution']),
  });
}
