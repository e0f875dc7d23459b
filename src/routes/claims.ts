import type { EnvironmentRoot } from '../system';

const byRoot = new WeakMap<EnvironmentRoot, Map<string, string>>();

/**
 * Notes what a route has for itself in its environment, whatever System it is part of.
 *
 * @returns what is wrong: each that another route has already, with the construct that has it
 */
export function claim(root: EnvironmentRoot, path: string, claims: readonly string[]): string[] {
  const owners = byRoot.get(root) ?? new Map<string, string>();
  byRoot.set(root, owners);
  return [...new Set(claims)].flatMap((what) => {
    const owner = owners.get(what);
    if (owner === undefined) owners.set(what, path);
    return owner === undefined ? [] : [`is reached by ${what}, as '${owner}' is already: give one of them another`];
  });
}
