import { Construct, type IConstruct } from 'constructs';
import { rootName } from '../gitops';
import { type KubeObject, labelNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';
import { EnvironmentRoot } from './environment-root';

/** What holds for all of a {@link System}. */
export interface SystemProps {
  /**
   * Value of the label `app` on everything of the system; part of every selector, so it never changes.
   * @default - the id
   */
  readonly app?: string;
}

/**
 * Tiers that are deployed together: one system, or one tenant's copy of it.
 *
 * @example
 * const system = new System(root, 'shop');
 * const app = new Application(system, 'shop-app', { namespace: 'shop' });
 */
export class System extends Construct {
  /** The system that a construct is part of. @throws if there is none above it */
  static of(construct: IConstruct): System {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (scope instanceof System) return scope;
    }
    throw ProblemsError.at(construct.node.path, 'stands outside every system, create it below a System');
  }

  /** Value of the label `app`. */
  readonly app: string;
  /** Name of the definition that has built it, its own where none has: what `--system` takes. */
  readonly definition: string;
  /** Its project in Argo CD. */
  readonly project: KubeObject;

  constructor(scope: Construct, id: string, props: SystemProps = {}) {
    const place = scope.node.tryFindChild(id);
    if (id === rootName || (scope instanceof EnvironmentRoot && scope.isOwn(place))) {
      throw ProblemsError.at(
        `${scope.node.path}/${id}`,
        `name '${id}' is one of the environment's own, choose another`,
      );
    }
    super(scope, id);
    const root = EnvironmentRoot.of(this);
    this.app = props.app ?? id;
    this.definition = root.currentDefinition ?? id;
    for (const name of new Set([id, this.app])) {
      const problem = labelNameProblem(name);
      if (problem) throw ProblemsError.at(this.node.path, problem);
    }
    this.project = root.argoCd.addProject(this);
    this.node.defaultChild = this.project;
  }

  /** Name of the system, and of its project in Argo CD. */
  get name(): string {
    return this.node.id;
  }
}
