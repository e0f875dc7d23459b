import type { IGrantee } from '../../endpoints';
import { compare } from '../../problem';
import type { UserCredential } from '../../secrets';
import { type ClientUser, ClientUsers } from '../client-users';
import type { BrokerUser } from './definitions';

const monitoringUser = 'monitoring';

/** Names of queues and of exchanges. */
interface Access {
  readonly consumes: Set<string>;
  readonly publishes: Set<string>;
}

/** The users of a broker: the scaler's, and one for every tier that is connected. */
export class BrokerUsers {
  readonly monitoring: UserCredential;
  private readonly clients: ClientUsers<Access>;

  constructor(create: (name: string) => UserCredential) {
    this.monitoring = create(monitoringUser);
    this.clients = new ClientUsers(create, () => ({ consumes: new Set(), publishes: new Set() }));
  }

  /** The user of a tier, made when it is first asked for. @throws if it would be somebody else's */
  of(client: IGrantee): ClientUser<Access> {
    const { name } = client.component;
    if (name === monitoringUser) throw new Error(`user name '${name}' is the scaler's, rename the tier`);
    return this.clients.of(client);
  }

  /** All of them, as the definitions need them. */
  get list(): BrokerUser[] {
    return [
      { name: monitoringUser, tags: ['monitoring'], consumes: [], publishes: [] },
      ...this.clients.all.map(({ name, rights: { consumes, publishes } }) => ({
        name,
        tags: [],
        consumes: [...consumes],
        publishes: [...publishes],
      })),
    ];
  }

  /** Source of the volume with a password file for each. Sorted: the order of connections must not restart the broker. */
  get passwords(): Record<string, unknown> {
    const credentials = [{ name: monitoringUser, credential: this.monitoring }, ...this.clients.all];
    const sources = credentials
      .sort((a, b) => compare(a.name, b.name))
      .map(({ name, credential }) => ({
        secret: { name: credential.secretName, items: [{ key: 'password', path: name }] },
      }));
    return { projected: { sources, defaultMode: 0o440 } };
  }
}
