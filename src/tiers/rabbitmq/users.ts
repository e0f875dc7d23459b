import type { IGrantee } from '../../endpoints';
import { compare } from '../../problem';
import type { UserCredential } from '../../secrets';
import type { BrokerUser } from './definitions';

const monitoringUser = 'monitoring';

interface Access {
  /** Path of the tier. */
  readonly owner: string;
  readonly credential: UserCredential;
  readonly consumes: Set<string>;
  readonly publishes: Set<string>;
}

/** The users of a broker: the scaler's, and one for every tier that is connected. */
export class BrokerUsers {
  readonly monitoring: UserCredential;
  private readonly access = new Map<string, Access>();

  constructor(private readonly create: (name: string) => UserCredential) {
    this.monitoring = create(monitoringUser);
  }

  /** The user of a tier, made when it is first asked for. @throws if it would be somebody else's */
  of({ component: { name, path } }: IGrantee): Access {
    if (name === monitoringUser) throw new Error(`user name '${name}' is the scaler's, rename the tier`);
    let known = this.access.get(name);
    if (!known) {
      known = { owner: path, credential: this.create(name), consumes: new Set(), publishes: new Set() };
      this.access.set(name, known);
    }
    if (known.owner !== path) {
      throw new Error(`user '${name}' is that of '${known.owner}', '${path}' would share its rights: rename the tier`);
    }
    return known;
  }

  /** All of them, as the definitions need them. */
  get list(): BrokerUser[] {
    return [
      { name: monitoringUser, tags: ['monitoring'], consumes: [], publishes: [] },
      ...[...this.access].map(([name, { consumes, publishes }]) => ({
        name,
        tags: [],
        consumes: [...consumes],
        publishes: [...publishes],
      })),
    ];
  }

  /** Source of the volume with a password file for each. Sorted: the order of connections must not restart the broker. */
  get passwords(): Record<string, unknown> {
    const credentials = [
      [monitoringUser, this.monitoring] as const,
      ...[...this.access].map(([name, { credential }]) => [name, credential] as const),
    ].sort(([a], [b]) => compare(a, b));
    const sources = credentials.map(([name, credential]) => ({
      secret: { name: credential.secretName, items: [{ key: 'password', path: name }] },
    }));
    return { projected: { sources, defaultMode: 0o440 } };
  }
}
