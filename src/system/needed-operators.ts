import { ApiObject } from 'cdk8s';
import type { Operator } from '../environment';
import type { EnvironmentRoot } from './environment-root';

/** Whether something in an environment needs who brings these API groups: an object of theirs, or a promise that one will come. */
export function isGroupNeeded(root: EnvironmentRoot, provides: readonly string[]): boolean {
  return (
    provides.some((group) => root.promisedGroups.has(group)) ||
    root.node.findAll().some((construct) => ApiObject.isApiObject(construct) && provides.includes(construct.apiGroup))
  );
}

/**
 * The settings of an operator that this environment installs: because its file says so, or says nothing and something needs it.
 * To be asked when every system is built. @param name the key below `operators`
 */
export function installedOperator(root: EnvironmentRoot, name: string): Operator | undefined {
  const settings = root.environment.operators[name];
  const definition = root.edges.operators.find((candidate) => candidate.name === name);
  if (settings === undefined || definition === undefined) return undefined;
  return (settings.install ?? isGroupNeeded(root, definition.provides)) ? settings : undefined;
}
