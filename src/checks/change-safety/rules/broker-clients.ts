import { type Entry, productIn } from '../../../manifests/model';
import type { Circumstances } from '../rule';
import { isHook, podBefore, runs } from './pods';
import { namesOf, namespaceOf, podsUsing, usersOf } from './users';
import { listed } from './words';

const family = 'rabbitmq';

/** Who loses its connection when the pods of a broker restart, and what that costs; undefined if they are no broker's. */
export function cutOff(given: Circumstances): string | undefined {
  const { before } = given;
  const pods = podBefore(given);
  if (pods === undefined || !runs(pods, family)) return undefined;
  const users = before.servicesOf(pods).flatMap(({ namespace, name }) => usersOf(before, 'Service', namespace, name));
  // Those that ask the management API, or are told of the broker by another object, have no pods of their own here.
  const clients = users.filter(
    (entry) => entry !== pods.entry && !isHook(entry) && before.template(entry) !== undefined,
  );
  const workers = namesOf(clients.filter(({ kind }) => kind === 'ScaledJob'));
  const others = namesOf(clients.filter(({ kind }) => kind !== 'ScaledJob'));
  const told = [
    workers.length > 0
      ? `the running Jobs of ${listed(workers)} end, and their messages are begun anew, counted as failed once`
      : undefined,
    others.length > 0 ? `${listed(others)} lose${others.length === 1 ? 's' : ''} the connection` : undefined,
  ].filter((part) => part !== undefined);
  return told.length === 0 ? undefined : told.join('; ');
}

/** The Jobs that bring the definitions in a ConfigMap to the running broker at each rollout. */
export function importersOf({ old, after }: Circumstances): Entry[] {
  return podsUsing(after, 'ConfigMap', namespaceOf(old), old.metadata.name)
    .filter(({ entry, containers, products }) =>
      containers.some(({ image }) => isHook(entry) && productIn(image, products)?.family === family),
    )
    .map(({ entry }) => entry);
}
