import { ApiObject } from 'cdk8s';
import type { Operator } from '../environment';
import type { EnvironmentRoot } from './environment-root';

/** The groups of each environment that is being rendered: nothing is added to it meanwhile. */
const known = new WeakMap<EnvironmentRoot, ReadonlySet<string>>();

/** Looks once for what needs operators, as long as the work on a finished tree lasts. */
export function whileFinished<T>(root: EnvironmentRoot, work: () => T): T {
  known.set(root, groupsIn(root));
  try {
    return work();
  } finally {
    known.delete(root);
  }
}

function groupsIn(root: EnvironmentRoot): ReadonlySet<string> {
  const objects = root.node.findAll().filter(ApiObject.isApiObject);
  return new Set([...root.promisedGroups, ...objects.map(({ apiGroup }) => apiGroup)]);
}

/** Whether something in an environment needs who brings these API groups: an object of theirs, or a promise that one will come. */
export function isGroupNeeded(root: EnvironmentRoot, provides: readonly string[]): boolean {
  const groups = known.get(root) ?? groupsIn(root);
  return provides.some((group) => groups.has(group));
}

/**
 * The settings of an operator that this environment installs: because its file says so, or says nothing and something needs it.
 * To be asked when every system is built. @param name the key below `operators`
 */
export function installedOperator(root: EnvironmentRoot, name: string): Operator | undefined {
  const settings = root.environment.operators[name];
  const definition = root.edges.operators.find((candidate) => candidate.name === name);
  if (settings === undefined || definition === undefined || root.environment.gitops === undefined) return undefined;
  return (settings.install ?? isGroupNeeded(root, definition.provides)) ? settings : undefined;
}
