import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { labelNameProblem, managedBy } from '../kubernetes';
import { ProblemsError } from '../problem';
import { System } from './system';

/** Pod security level of a namespace (Kubernetes docs, pod security standards). */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

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

/** Folder of the output that holds Argo CD's Applications and projects: no chart's name. */
export const appsFolder = 'apps';

/** Whether a construct is an {@link Application}. */
export function isApplication(construct: IConstruct): construct is Application {
  return applicationMark in construct;
}

/**
 * One Argo CD Application: a chart, a folder of the output, a namespace. Its id is the name of all three.
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

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    const system = System.of(scope);
    super(scope, id, { namespace: props.namespace, labels: { app: system.app, ...managedBy } });
    for (const problem of [labelNameProblem(id), labelNameProblem(props.namespace)]) {
      if (problem) throw ProblemsError.at(this.node.path, problem);
    }
    if (id === appsFolder) {
      throw ProblemsError.at(
        this.node.path,
        `name '${id}' is the folder of Argo CD's own Applications, choose another name`,
      );
    }
    Object.defineProperty(this, applicationMark, { value: true });
    this.destination = props.namespace;
    this.managedNamespace = props.managedNamespace ?? true;
    this.podSecurity = props.podSecurity ?? 'restricted';
  }

  /** Name of the Application and of its folder. */
  get name(): string {
    return this.node.id;
  }
}
