import type { IGrantee } from '../endpoints';
import { compare } from '../problem';
import type { UserCredential } from '../secrets';

/** A tier, as a server knows it. */
export interface ClientUser<R> {
  /** The tier's name. */
  readonly name: string;
  readonly credential: UserCredential;
  /** What it may do, as far as it has been granted. */
  readonly rights: R;
}

/** The users of a server: one for each tier that is granted something. */
export class ClientUsers<R> {
  private readonly byName = new Map<string, ClientUser<R> & { readonly path: string }>();

  /** @param noRights what a new user may do */
  constructor(
    private readonly create: (name: string) => UserCredential,
    private readonly noRights: () => R,
  ) {}

  /** The user of a tier, made when it is first asked for. @throws if it would be somebody else's */
  of({ component: { name, path } }: IGrantee): ClientUser<R> {
    const known = this.byName.get(name) ?? { name, path, credential: this.create(name), rights: this.noRights() };
    this.byName.set(name, known);
    if (known.path !== path) {
      throw new Error(`user '${name}' is that of '${known.path}', '${path}' would share its rights: rename the tier`);
    }
    return known;
  }

  /** All of them by name: the order of connections must not show. */
  get all(): ClientUser<R>[] {
    return [...this.byName.values()].sort((a, b) => compare(a.name, b.name));
  }
}
