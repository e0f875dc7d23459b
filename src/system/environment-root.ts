import { App } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Environment } from '../environment';
import { KindRegistry, type Priority } from '../kubernetes';
import type { DnsServers } from '../network-plugins';
import { ProblemsError } from '../problem';
import { Requirements } from '../requirements';
import { Topology } from '../topology';
import { ArgoCd } from './argo-cd';
import { type EnvironmentEdges, edgesOf } from './edges';
import type { EnvironmentNamespace } from './environment-namespace';
import { dnsServersOf } from './namespace-policies';
import { Namespaces } from './namespaces';

/** The part of the tree that describes one environment: its settings and its graph. */
export class EnvironmentRoot extends Construct {
  /**
   * The environment that a construct is part of.
   * @throws if there is none above it
   */
  static of(construct: IConstruct): EnvironmentRoot {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (scope instanceof EnvironmentRoot) return scope;
    }
    throw ProblemsError.at(construct.node.path, 'stands outside every environment, create it below an EnvironmentRoot');
  }

  readonly topology = new Topology();
  /** What volumes are for: the purposes that claims have named. */
  readonly storagePurposes = new Set<string>();
  /** Priority classes that tiers have named, by name. */
  readonly priorities = new Map<string, Priority>();
  /** API groups of objects that are to come, as those that have yet to be sealed. */
  readonly promisedGroups = new Set<string>();
  /** What has to be there without being in the output. */
  readonly requirements = new Requirements();
  /** Argo CD's own objects: Applications, projects, the root. */
  readonly argoCd: ArgoCd;
  readonly namespaces: Namespaces;
  /** Where its pods ask for names. */
  readonly dns: DnsServers;
  private definition: string | undefined;

  /** The kinds that its objects may have. */
  readonly kinds: KindRegistry;

  /**
   * @param edges what the environment has chosen, of all that its project knows
   * @param kinds those that objects may have, in whatever version of Kubernetes
   * @param defaultPriority class of the pods of tiers that name none
   */
  constructor(
    scope: Construct,
    readonly environment: Environment,
    readonly edges: EnvironmentEdges = edgesOf(environment),
    kinds = KindRegistry.forVersion(),
    readonly defaultPriority?: Priority,
  ) {
    super(scope, environment.name);
    this.kinds = kinds.at(environment.cluster.kubernetesVersion);
    this.argoCd = new ArgoCd(this, environment);
    this.dns = dnsServersOf(environment.cluster.dns, edges.networkPlugin);
    this.namespaces = new Namespaces(this, environment, this.dns);
  }

  /** Name of the environment, and of its folder in the output. */
  get name(): string {
    return this.environment.name;
  }

  /** Whether a construct is one of those that every environment has. */
  isOwn(construct: IConstruct | undefined): boolean {
    return construct === this.argoCd || construct === this.namespaces;
  }

  /** A namespace, with its Namespace and the policies that hold for all of it. @throws if nothing is rolled out to it yet */
  namespace(name: string): EnvironmentNamespace {
    return this.namespaces.get(name);
  }

  /** Runs the `build` of a definition: every System that is made meanwhile belongs to it. */
  buildAs(definition: string, build: () => void): void {
    const outer = this.definition;
    this.definition = definition;
    try {
      build();
    } finally {
      this.definition = outer;
    }
  }

  /** Name of the definition that is being built. */
  get currentDefinition(): string | undefined {
    return this.definition;
  }

  /** An environment alone in a tree of its own, for tests and examples. */
  static standalone(environment: Environment, defaultPriority?: Priority): EnvironmentRoot {
    return new EnvironmentRoot(new App(), environment, undefined, undefined, defaultPriority);
  }
}
