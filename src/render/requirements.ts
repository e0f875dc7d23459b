import { compare } from '../problem';
import type { Requirement } from '../requirements';
import { addOperatorRequirements, type EnvironmentRoot } from '../system';
import type { RenderedObject } from './rendered-object';

/** A requirement that the output does not meet itself. */
export interface RenderedRequirement extends Requirement {
  /** Construct paths of what needs it, sorted. */
  readonly neededBy: readonly string[];
}

/** What has to be there without being in the output: whoever writes it, it is not asked for then. */
export function requirementsOf(root: EnvironmentRoot, objects: readonly RenderedObject[]): RenderedRequirement[] {
  const written = new Set(
    objects.flatMap(({ object: { apiVersion, kind, metadata } }) => {
      const name = `${apiVersion} ${kind} ${metadata.name}`;
      // What has no namespace, as far as those who need it know, may have one here.
      return [`${name} `, `${name} ${metadata.namespace ?? ''}`];
    }),
  );
  addOperatorRequirements(root);
  return root.requirements.all
    .filter(({ apiVersion, kind, name, namespace = '' }) => !written.has(`${apiVersion} ${kind} ${name} ${namespace}`))
    .map(({ neededBy, written: _, ...requirement }) => ({
      ...requirement,
      neededBy: [...new Set(neededBy.map(({ node }) => node.path))].sort(compare),
    }));
}
