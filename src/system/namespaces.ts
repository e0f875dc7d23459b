import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { DnsServers } from '../network-plugins';
import { compare, ProblemsError } from '../problem';
import { EnvironmentNamespace, type NamespaceUser } from './environment-namespace';

/** The namespaces of one environment: each stands below, by name, from its first Application or operator on. */
export class Namespaces extends Construct {
  private readonly byName = new Map<string, EnvironmentNamespace>();
  private holderPath: string | undefined;

  constructor(
    scope: Construct,
    private readonly environment: Environment,
    private readonly dns: DnsServers,
  ) {
    super(scope, 'namespaces');
  }

  /** All of them, by name. */
  get all(): readonly EnvironmentNamespace[] {
    return [...this.byName.values()].sort((a, b) => compare(a.name, b.name));
  }

  /** One of them. @throws if nothing is rolled out to it yet */
  get(name: string): EnvironmentNamespace {
    const found = this.byName.get(name);
    if (found) return found;
    const known = this.all.length === 0 ? 'there is none' : `there are ${this.all.map((one) => one.name).join(', ')}`;
    throw ProblemsError.at(
      this.node.path,
      `no Application or operator is rolled out to namespace '${name}' yet, ${known}: ask for it after the first one is made`,
    );
  }

  /** Tells who is rolled out to a namespace. */
  use(name: string, user: NamespaceUser): EnvironmentNamespace {
    let namespace = this.byName.get(name);
    if (!namespace) {
      namespace = new EnvironmentNamespace(this, name, this.environment, () => this.holderPath !== undefined, this.dns);
      this.byName.set(name, namespace);
    }
    namespace.use(user);
    return namespace;
  }

  /** Says where the Namespace objects are written. @throws if it is said twice */
  holdIn(path: string): void {
    if (this.holderPath !== undefined) {
      throw ProblemsError.at(
        path,
        `is a second NamespacesApplication beside '${this.holderPath}', one an environment is possible: remove one of them`,
      );
    }
    this.holderPath = path;
  }
}
