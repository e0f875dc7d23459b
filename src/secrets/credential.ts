import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { keyProblem, labelNameProblem, managedBy, type SecretKey } from '../kubernetes';
import type { SecretRequirement, SecretValue } from '../secret-providers';
import { ComponentConstruct } from '../system';
import { ExistingSecret, ExistingUserSecret } from './existing-secret';
import type { ICredential, IUserCredential, UserKeys } from './secret-reference';

/** Keys of a {@link Credential}, and where their values come from. */
export interface CredentialProps<K extends string> {
  /** Name of the Secret. */
  readonly name: string;
  /** Its keys: at most one of them generated, so that one credential is one password for all who use it. */
  readonly keys: Readonly<Record<K, SecretValue>>;
  /** Type of the Secret: what the API server expects in it. @default Opaque */
  readonly type?: string;
}

/**
 * One Secret: promised here, made by the environment's secret provider. Only its name and keys are ever known.
 *
 * @example
 * const gateway = new Credential(app, 'gateway', { name: 'payments', keys: { token: outside('token of the payment provider') } });
 * new WebService(app, 'web', { image: 'registry.example.com/shop/web:1.0.0', port: 8080, resources, env: { PAYMENTS_TOKEN: gateway.key('token') } });
 */
export class Credential<K extends string = string> extends ComponentConstruct implements ICredential<K> {
  /**
   * A Secret of the same namespace that somebody else makes.
   *
   * @example
   * const token = Credential.fromSecretName(app, 'token', 'payments-token').key('token');
   */
  static fromSecretName(scope: Construct, id: string, secretName: string): ExistingSecret {
    return new ExistingSecret(scope, id, secretName);
  }

  readonly requirement: SecretRequirement;
  private readonly keyNames: readonly string[];

  constructor(scope: Construct, id: string, props: CredentialProps<K>) {
    super(scope, id, { name: props.name });
    this.keyNames = Object.keys(props.keys);
    const values = Object.values<SecretValue>(props.keys);
    const count = (origin: SecretValue['origin']) => values.filter((value) => value.origin === origin).length;
    const problem = labelNameProblem(props.name);
    if (problem) throw this.problem(problem);
    if (count('generated') > 1) {
      throw this.problem(
        `Secret '${props.name}' has ${count('generated')} generated keys, one is allowed: make a Credential for each`,
      );
    }
    if (count('generated') > 0 && count('outside') > 0) {
      throw this.problem(
        `Secret '${props.name}' mixes generated keys with keys from outside: make a Credential for each`,
      );
    }
    if (count('generated') + count('outside') === 0) {
      throw this.problem(`Secret '${props.name}' holds nothing secret, make one of its keys generated or from outside`);
    }
    for (const [key, value] of Object.entries<SecretValue>(props.keys)) {
      const wrong = keyProblem(key) ?? (value.origin === 'generated' ? lengthProblem(value.length) : undefined);
      if (wrong) throw this.problem(`Secret '${props.name}': ${wrong}`);
    }
    const promised: SecretRequirement = {
      namespace: this.namespace,
      name: props.name,
      keys: { ...props.keys },
      ...(props.type !== undefined && { type: props.type }),
      system: this.system.definition,
      constructPath: this.node.path,
    };
    const labels = { app: this.system.app, ...managedBy };
    const { secretProvider } = this.root.edges;
    this.root.requirements.add(this, ...(secretProvider.requirementsOf?.(promised) ?? []));
    const source = secretProvider.createObjects(this, promised, labels);
    this.node.defaultChild = this.node.children.find(
      (child) => ApiObject.isApiObject(child) && child.kind === source?.kind,
    );
    if (source) this.root.promisedGroups.add(source.group);
    this.requirement = { ...promised, ...(source && { source }) };
  }

  /** A reference to one key. */
  key(name: K): SecretKey {
    if (!this.keyNames.includes(name)) {
      throw this.problem(
        `Secret '${this.requirement.name}' has no key '${name}', its keys are ${this.keyNames.join(', ')}`,
      );
    }
    return { namespace: this.namespace, secretName: this.requirement.name, key: name };
  }

  /** Name of the Secret. */
  get secretName(): string {
    return this.requirement.name;
  }
}

// Shorter ones can be guessed, and the broker's init container refuses fewer than 8.
function lengthProblem(length: number): string | undefined {
  if (Number.isInteger(length) && length >= 16 && length <= 256) return undefined;
  return `a generated value of ${length} characters is not possible, give a whole number from 16 to 256`;
}

/** The Secret of one user of a service. */
export class UserCredential extends Credential<'username' | 'password'> implements IUserCredential {
  /** A Secret of the same namespace that somebody else makes. @param keys names of its keys, where they are others */
  static override fromSecretName(
    scope: Construct,
    id: string,
    secretName: string,
    keys?: UserKeys,
  ): ExistingUserSecret {
    return new ExistingUserSecret(scope, id, secretName, keys);
  }

  get username(): SecretKey {
    return this.key('username');
  }

  get password(): SecretKey {
    return this.key('password');
  }
}
