import type { Construct } from 'constructs';
import type { EnvValue } from '../kubernetes';
import type { IUserCredential } from '../secrets';
import type { IEndpoint } from './endpoint';
import { OutsideEndpoint } from './outside-endpoint';
import type { OutsideAddress, OutsidePlace, OutsideService } from './place';

/** A server that takes mails by SMTP. */
export interface IMailServer extends IEndpoint {
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

  private constructor(scope: Construct, id: string, props: OutsidePlace & MailServerProps) {
    super(scope, id, props, 587);
    this.credentials = props.credentials;
  }

  override clientEnv(prefix: string): Record<string, EnvValue> {
    const { credentials } = this;
    return {
      [`${prefix}_HOST`]: this.host,
      [`${prefix}_PORT`]: String(this.port),
      ...(credentials && { [`${prefix}_USER`]: credentials.username, [`${prefix}_PASSWORD`]: credentials.password }),
    };
  }
}
