import type { Fields } from '../fields';
import { isPod, type NetworkEnd, type NetworkPort } from './ends';
import type { PolicyRule } from './policy';

/** Whether the ports of a rule let through what is sent to a port of the receiver; no ports are all. */
export function admitsPort(rule: PolicyRule, receiver: NetworkEnd, sent: NetworkPort): boolean {
  return rule.ports.length === 0 || rule.ports.some((item) => portMatches(item, receiver, sent));
}

function portMatches(item: Fields, receiver: NetworkEnd, sent: NetworkPort): boolean {
  const protocol = sent.protocol ?? 'TCP';
  if ((item.protocol ?? 'TCP') !== protocol) return false;
  if (item.port === undefined || item.port === null) return true;
  const numbers = numbersOf(sent.port, receiver, protocol);
  if (typeof item.port === 'number') {
    const [first, last] = [item.port, typeof item.endPort === 'number' ? item.endPort : item.port];
    return numbers.some((number) => first <= number && number <= last);
  }
  // A name stands for what the receiving pod declares under it.
  return item.port === sent.port || numbersOf(item.port, receiver, protocol).some((number) => numbers.includes(number));
}

/** The numbers that a port has at a receiver; none if it is a name that it does not declare. */
function numbersOf(port: unknown, receiver: NetworkEnd, protocol: string): number[] {
  if (typeof port === 'number') return [port];
  if (typeof port !== 'string' || !isPod(receiver)) return [];
  const declared = (receiver.ports ?? []).filter((item) => item.name === port && item.protocol === protocol);
  return declared.map((item) => item.port);
}
