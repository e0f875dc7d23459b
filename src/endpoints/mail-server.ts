import type { Construct } from 'constructs';
import type { IUserCredential } from '../secrets';
import type { IEndpoint } from './endpoint';
import { OutsideEndpoint } from './outside-endpoint';
import { defaultParts, type Parts, type PlainPart, plainParts, urlTemplate } from './parts';
import type { OutsideAddress, OutsidePlace, OutsideService } from './place';

/** Parts of a mail server: where it is, what clients log in as, and both as a URL (`smtp://`, on port 465 `smtps://`). */
export type MailPart = PlainPart | 'user' | 'password' | 'url';

/** A server that takes mails by SMTP. */
export interface IMailServer extends IEndpoint<MailPart> {
  readonly host: string;
  readonly port: number;
  /** @default - none is asked for */
  readonly credentials?: IUserCredential;
}

/** A mail server that others run: where it is, and how clients log in. */
export interface MailServerProps {
  /** @default - none are asked for */
  readonly credentials?: IUserCredential;
}

/** A mail server that this project does not emit. Clients get `<PREFIX>_HOST`, `_PORT`, `_USER` and `_PASSWORD`. */
export class MailServer extends OutsideEndpoint implements IMailServer {
  /** A server outside the cluster, on port 587 unless told otherwise (RFC 6409, submission). */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress & MailServerProps): MailServer {
    return new MailServer(scope, id, props);
  }

  /** A Service that this project does not emit. */
  static fromService(scope: Construct, id: string, props: OutsideService & MailServerProps): MailServer {
    return new MailServer(scope, id, props);
  }

  readonly credentials?: IUserCredential;
  readonly parts: Parts<MailPart>;
  readonly defaultParts = defaultParts.mail;

  private constructor(scope: Construct, id: string, props: OutsidePlace & MailServerProps) {
    super(scope, id, props, 587);
    this.credentials = props.credentials;
    const login = { user: props.credentials?.username, password: props.credentials?.password };
    // TLS from the first byte on that port alone (RFC 8314).
    const url = urlTemplate(this.port === 465 ? 'smtps' : 'smtp', login);
    this.parts = { ...plainParts(this), ...login, url };
  }
}
