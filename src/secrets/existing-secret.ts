import { Construct } from 'constructs';
import { keyProblem, type SecretKey, secretNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';
import { outside, type SecretRequirement, type SecretValue } from '../secret-providers';
import { Application, System } from '../system';
import type { ICredential, IUserCredential, UserKeys } from './secret-reference';

/** A Secret of the Application's namespace that somebody else makes. The keys that are asked for are those that it needs. */
export class ExistingSecret extends Construct implements ICredential {
  /** Namespace of the Secret: the Application's. */
  readonly namespace: string;
  private readonly keys = new Map<string, SecretValue>();

  constructor(
    scope: Construct,
    id: string,
    readonly secretName: string,
  ) {
    super(scope, id);
    const wrong = secretNameProblem(secretName);
    if (wrong) throw ProblemsError.at(this.node.path, wrong);
    this.namespace = Application.containing(this).destination;
  }

  key(name: string): SecretKey {
    const wrong = keyProblem(name);
    if (wrong) throw ProblemsError.at(this.node.path, `Secret '${this.secretName}': ${wrong}`);
    this.keys.set(name, outside('made by others'));
    return { namespace: this.namespace, secretName: this.secretName, key: name };
  }

  /** What has to be in the cluster, as far as it has been asked for. */
  get requirement(): SecretRequirement {
    return {
      namespace: this.namespace,
      name: this.secretName,
      keys: Object.fromEntries(this.keys),
      system: System.of(this).definition,
      constructPath: this.node.path,
      supply: 'elsewhere',
    };
  }
}

/** A Secret with user name and password that somebody else makes. */
export class ExistingUserSecret extends ExistingSecret implements IUserCredential {
  readonly username: SecretKey;
  readonly password: SecretKey;

  constructor(scope: Construct, id: string, secretName: string, keys: UserKeys = {}) {
    super(scope, id, secretName);
    this.username = this.key(keys.username ?? 'username');
    this.password = this.key(keys.password ?? 'password');
  }
}
