import type { IEndpoint } from './endpoint';
import type { IGrantee } from './messaging';

/** An endpoint that gives a client a login of its own, with one of the rights `R`: a database with `read`, `write` and `owner`. */
export interface IGrantsRights<R extends string = string, P extends string = string> extends IEndpoint<P> {
  /** Lets a tier in with a right. What it returns is what the tier connects to. */
  grant(client: IGrantee, right: R): IEndpoint<P>;
}

/** Rights that an endpoint gives; where it gives none, a text that no value is of: the compiler shows it. */
export type RightOf<E> = E extends { grant(client: never, right: infer R extends string): IEndpoint }
  ? R
  : 'it grants no rights: drop this' & { readonly granted: string };
