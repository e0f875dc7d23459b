import type { SecretKey } from '../kubernetes';

/** A Secret, whoever makes it: only its name and keys are ever known. */
export interface ICredential<K extends string = string> {
  /** Name of the Secret. */
  readonly secretName: string;
  /** A reference to one key. */
  key(name: K): SecretKey;
}

/** User name and password of one user of a service, by reference. */
export interface IUserCredential {
  readonly username: SecretKey;
  readonly password: SecretKey;
}

/** Keys that hold them. */
export interface UserKeys {
  /** @default username */
  readonly username?: string;
  /** @default password */
  readonly password?: string;
}
