import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type External, joinExternal } from './environment';
import { createPriorityClass, KubeObject, type Priority } from './kubernetes';
import { compare } from './problem';
import type { NeededRequirement, WrittenRequirement } from './requirements';
import {
  Application,
  EnvironmentRoot,
  isApplication,
  isNamespacesApplication,
  NamespacesApplication,
  System,
} from './system';

/** Name of the system that holds what no system of the project brings. */
export const foundationName = 'foundation';

/**
 * Adds what every environment needs and no system of it brings, as the platform would: the Application of the namespaces, the
 * PriorityClasses that tiers name and nobody says exist, and what its choices need and the project writes itself: an issuer, a store.
 * To be called when every system is built.
 */
export function addFoundation(root: EnvironmentRoot, external: External | undefined): void {
  const all = root.node.findAll();
  const needsNamespaces = all.some(isManaged) && !all.some(isNamespacesApplication);
  const { objects } = joinExternal(root.environment.external, external);
  root.requirements.state(root, objects);
  const known = new Set([
    ...objects.filter(({ kind }) => kind === 'PriorityClass').map(({ name }) => name),
    ...all.filter(ApiObject.isApiObject).flatMap((object) => (object.kind === 'PriorityClass' ? [object.name] : [])),
  ]);
  const classes = [...root.priorities.values()].filter(({ name }) => !known.has(name));
  const written = root.requirements.all.filter(isWritten);
  if (needsNamespaces || classes.length > 0 || written.length > 0) {
    const system = new System(root, foundationName);
    if (needsNamespaces) new NamespacesApplication(system);
    if (classes.length > 0) writeClasses(system, classes);
    writeRequirements(system, written);
  }
}

function writeClasses(system: System, classes: readonly Priority[]): void {
  const application = clusterApplication(system, 'priorities');
  for (const priority of classes) createPriorityClass(application, priority);
}

type Written = NeededRequirement & { readonly apiVersion: string; readonly written: WrittenRequirement };

function isWritten(requirement: NeededRequirement): requirement is Written {
  return requirement.written !== undefined && requirement.apiVersion !== undefined;
}

/** Writes what is required, to be rolled out before those who need it. */
function writeRequirements(system: System, requirements: readonly Written[]): void {
  const holders = new Map<string, Application>();
  for (const { apiVersion, kind, name, neededBy, written } of requirements) {
    const holder = holders.get(written.application) ?? clusterApplication(system, written.application);
    holders.set(written.application, holder);
    const users = neededBy.flatMap((construct) => construct.node.scopes.findLast(isApplication) ?? []);
    const namespaces = [...new Set(users.map(({ destination }) => destination))].sort(compare);
    new KubeObject(holder, `${kind.toLowerCase()}-${name}`, { apiVersion, kind, name }, () => written.body(namespaces));
    for (const user of users) EnvironmentRoot.of(system).topology.orderApplications(user.name, holder.name);
  }
}

/** An Application of objects that belong to no namespace. */
function clusterApplication(system: System, name: string): Application {
  const { namespace } = EnvironmentRoot.of(system).environment.argocd;
  return new Application(system, name, { namespace, managedNamespace: false });
}

function isManaged(construct: IConstruct): boolean {
  return isApplication(construct) && construct.managedNamespace;
}
