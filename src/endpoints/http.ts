import type { IEndpoint } from './endpoint';

/** A web server. */
export interface IHttpEndpoint extends IEndpoint {
  /** The same text from every namespace. */
  readonly url: string;
}
