import type { Construct, IConstruct } from 'constructs';
import { Application } from './application';
import { EnvironmentRoot } from './environment-root';

const mark = Symbol.for('cdk8s-tiers.NamespacesApplication');

/** Whether a construct is the {@link NamespacesApplication}. */
export function isNamespacesApplication(construct: IConstruct): boolean {
  return mark in construct;
}

/** The Application that holds every Namespace of the environment, pod security labels included. */
export class NamespacesApplication extends Application {
  constructor(scope: Construct, id = 'namespaces') {
    const root = EnvironmentRoot.of(scope);
    super(scope, id, { namespace: root.environment.argocd.namespace, managedNamespace: false });
    root.namespaces.holdIn(this.node.path);
    Object.defineProperty(this, mark, { value: true });
  }
}
