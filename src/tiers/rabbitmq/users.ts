import type { IGrantee } from '../../endpoints';
import { compare } from '../../problem';
import type { UserCredential } from '../../secrets';
import { type ClientUser, ClientUsers } from '../client-users';
import type { BrokerUser } from './definitions';

/** Users that every broker has, by name: what for, which is part of the error of a tier of that name, and their tags. */
const ownUsers: Readonly<Record<string, { readonly purpose: string; readonly tags: readonly string[] }>> = {
  definitions: { purpose: "the import's", tags: ['administrator'] },
  monitoring: { purpose: "the scaler's", tags: ['monitoring'] },
  // Shovels are parameters, which are for policymakers; they move messages by rights of the broker's own.
  operator: { purpose: "the operator's", tags: ['monitoring', 'policymaker'] },
};

/** Who imports definitions while the broker runs. */
export const definitionsUser = 'definitions';

/** Names of queues and of exchanges. */
interface Access {
  readonly consumes: Set<string>;
  readonly publishes: Set<string>;
}

/** The users of a broker: its own, and one for every tier that is connected. */
export class BrokerUsers {
  private readonly own: Readonly<Record<string, UserCredential>>;
  private readonly clients: ClientUsers<Access>;

  constructor(create: (name: string) => UserCredential) {
    this.own = Object.fromEntries(Object.keys(ownUsers).map((name) => [name, create(name)]));
    this.clients = new ClientUsers(create, () => ({ consumes: new Set(), publishes: new Set() }));
  }

  /** The user of a tier, made when it is first asked for. @throws if it would be somebody else's */
  of(client: IGrantee): ClientUser<Access> {
    const { name } = client.component;
    const own = Object.hasOwn(ownUsers, name) ? ownUsers[name] : undefined;
    if (own) throw new Error(`user name '${name}' is ${own.purpose}, rename the tier`);
    return this.clients.of(client);
  }

  /** The user that reads queue lengths. */
  get monitoring(): UserCredential {
    return this.own.monitoring!;
  }

  /** The user of people, who look at dead letters and put them back. */
  get operator(): UserCredential {
    return this.own.operator!;
  }

  /** All of them, as the definitions need them. @param deadLetters queues that an operator may look into */
  list(deadLetters: readonly string[]): BrokerUser[] {
    return [
      ...Object.entries(ownUsers).map(([name, { tags }]) => ({
        name,
        tags,
        consumes: name === 'operator' ? deadLetters : [],
        publishes: [],
      })),
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
    const own = Object.entries(this.own).map(([name, credential]) => ({ name, credential }));
    const credentials = [...own, ...this.clients.all];
    const sources = credentials
      .sort((a, b) => compare(a.name, b.name))
      .map(({ name, credential }) => ({
        secret: { name: credential.secretName, items: [{ key: 'password', path: name }] },
      }));
    return { projected: { sources, defaultMode: 0o440 } };
  }
}
