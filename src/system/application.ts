import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { appsFolder, folderSource, rootName } from '../gitops';
import { type KubeObject, labelNameProblem, managedBy } from '../kubernetes';
import { ProblemsError } from '../problem';
import type { EnvironmentNamespace, PodSecurityLevel } from './environment-namespace';
import { EnvironmentRoot } from './environment-root';
import { System } from './system';

/** Where an {@link Application} deploys to. */
export interface ApplicationProps {
  /** The one namespace that its namespaced objects live in. */
  readonly namespace: string;
  /** Who has made the namespace: `managed` namespaces are emitted by the platform. @default true */
  readonly managedNamespace?: boolean;
  /** @default restricted */
  readonly podSecurity?: PodSecurityLevel;
}

// cdk8s answers `instanceof` for every chart alike, so an Application carries a mark of its own.
const applicationMark = Symbol.for('cdk8s-tiers.Application');

/** Whether a construct is an {@link Application}. */
export function isApplication(construct: IConstruct): construct is Application {
  return applicationMark in construct;
}

/**
 * One Argo CD Application: a chart, a folder of the output, a namespace. Its id is the name of all three.
 *
 * @example
 * const data = new Application(system, 'shop-data', { namespace: 'shop' });
 * const database = new Postgres(data, 'database', { database: 'shop', storage: Size.gibibytes(5), resources });
 */
export class Application extends Chart {
  /** The Application that a construct is part of. @throws if there is none above it */
  static containing(construct: IConstruct): Application {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (isApplication(scope)) return scope;
    }
    throw ProblemsError.at(construct.node.path, 'stands outside every Application, create it below one');
  }

  /** Namespace of its objects. */
  readonly destination: string;
  readonly managedNamespace: boolean;
  readonly podSecurity: PodSecurityLevel;
  /** The namespace, with what belongs to it as a whole. */
  readonly namespaceObjects: EnvironmentNamespace;
  /** The Application object, which the root Application rolls out. */
  readonly argoApplication: KubeObject;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    const system = System.of(scope);
    super(scope, id, { namespace: props.namespace, labels: { app: system.app, ...managedBy } });
    for (const problem of [labelNameProblem(id), labelNameProblem(props.namespace)]) {
      if (problem) throw ProblemsError.at(this.node.path, problem);
    }
    if (id === appsFolder || id === rootName) {
      throw ProblemsError.at(this.node.path, `name '${id}' is that of Argo CD's own Applications, choose another name`);
    }
    Object.defineProperty(this, applicationMark, { value: true });
    this.destination = props.namespace;
    this.managedNamespace = props.managedNamespace ?? true;
    this.podSecurity = props.podSecurity ?? 'restricted';
    const root = EnvironmentRoot.of(this);
    this.namespaceObjects = root.namespaces.use(this.destination, {
      path: this.node.path,
      app: system.app,
      role: this.managedNamespace ? 'application' : 'foreign',
      podSecurity: this.podSecurity,
    });
    this.argoApplication = root.argoCd.addApplication(this, system, {
      namespace: this.destination,
      source: () => folderSource(root.environment, id),
    });
    this.node.defaultChild = this.argoApplication;
  }

  /** Name of the Application and of its folder. */
  get name(): string {
    return this.node.id;
  }
}
