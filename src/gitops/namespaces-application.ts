import type { Construct, IConstruct } from 'constructs';
import { Application, EnvironmentRoot } from '../system';

const mark = Symbol.for('cdk8s-tiers.NamespacesApplication');

/** Whether a construct is the {@link NamespacesApplication}. */
export function isNamespacesApplication(construct: IConstruct): boolean {
  return mark in construct;
}

/** The Application that holds every Namespace of the environment, pod security labels included. */
export class NamespacesApplication extends Application {
  constructor(scope: Construct, id = 'namespaces') {
    super(scope, id, { namespace: EnvironmentRoot.of(scope).environment.argocd.namespace, managedNamespace: false });
    Object.defineProperty(this, mark, { value: true });
  }
}
