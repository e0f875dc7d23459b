import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type External, joinExternal } from './environment';
import { createPriorityClass } from './kubernetes';
import {
  Application,
  type EnvironmentRoot,
  isApplication,
  isNamespacesApplication,
  NamespacesApplication,
  System,
} from './system';

/** Name of the system that holds what no system of the project brings. */
export const foundationName = 'foundation';

/**
 * Adds what every environment needs and no system of it brings, as the platform would: the Application of the namespaces, and the
 * PriorityClasses that tiers name and nobody says exist. To be called when every system is built.
 */
export function addFoundation(root: EnvironmentRoot, external: External | undefined): void {
  const all = root.node.findAll();
  const needsNamespaces = all.some(isManaged) && !all.some(isNamespacesApplication);
  const { objects } = joinExternal(root.environment.external, external);
  const known = new Set([
    ...objects.filter(({ kind }) => kind === 'PriorityClass').map(({ name }) => name),
    ...all.filter(ApiObject.isApiObject).flatMap((object) => (object.kind === 'PriorityClass' ? [object.name] : [])),
  ]);
  const classes = [...root.priorities.values()].filter(({ name }) => !known.has(name));
  if (!needsNamespaces && classes.length === 0) return;
  const system = new System(root, foundationName);
  if (needsNamespaces) new NamespacesApplication(system);
  if (classes.length === 0) return;
  const { namespace } = root.environment.argocd;
  const application = new Application(system, 'priorities', { namespace, managedNamespace: false });
  for (const priority of classes) createPriorityClass(application, priority);
}

function isManaged(construct: IConstruct): boolean {
  return isApplication(construct) && construct.managedNamespace;
}
