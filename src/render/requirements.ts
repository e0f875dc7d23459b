import { compare } from '../problem';
import type { Requirement } from '../requirements';
import type { EnvironmentRoot } from '../system';
import type { RenderedObject } from './rendered-object';

/** A requirement that the output does not meet itself. */
export interface RenderedRequirement extends Requirement {
  /** Construct paths of what needs it, sorted. */
  readonly neededBy: readonly string[];
}

/** What has to be there without being in the output: whoever writes it, it is not asked for then. */
export function requirementsOf(root: EnvironmentRoot, objects: readonly RenderedObject[]): RenderedRequirement[] {
  const placeOf = (apiVersion: string, kind: string, namespace: string | undefined, name: string) =>
    [apiVersion, kind, namespace ?? '', name].join(' ');
  const written = new Set(
    objects.map(({ object: { apiVersion, kind, metadata } }) =>
      placeOf(apiVersion, kind, metadata.namespace, metadata.name),
    ),
  );
  return root.requirements.all
    .filter(
      ({ apiVersion, kind, namespace, name }) =>
        apiVersion === undefined || !written.has(placeOf(apiVersion, kind, namespace, name)),
    )
    .map(({ neededBy, written: _, ...requirement }) => ({
      ...requirement,
      neededBy: [...new Set(neededBy.map(({ node }) => node.path))].sort(compare),
    }));
}
