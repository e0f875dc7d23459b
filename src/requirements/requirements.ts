import type { IConstruct } from 'constructs';
import type { ExternalObject } from '../environment';
import { compare } from '../problem';
import { describeRequirement, type OwnRequirement, type Requirement } from './requirement';

/** A requirement and the constructs that need it. */
export interface NeededRequirement extends OwnRequirement {
  readonly neededBy: readonly IConstruct[];
}

/** What one environment needs of its cluster and of what is around it: one list, to which everybody adds. */
export class Requirements {
  private readonly needed = new Map<string, { readonly requirement: OwnRequirement; readonly by: Set<IConstruct> }>();
  private readonly trusted = new Set<string>();

  /** Says what a construct needs. The same may be said by several: the first says why. */
  add(by: IConstruct, ...requirements: readonly OwnRequirement[]): void {
    for (const requirement of requirements) {
      const key = `${describeRequirement(requirement)} ${requirement.apiVersion ?? ''}`;
      const known = this.needed.get(key);
      if (known) known.by.add(by);
      else this.needed.set(key, { requirement, by: new Set([by]) });
    }
  }

  /** Takes out what somebody says exists; what comes with its version is asked for instead. To be said when every system is built. */
  state(by: IConstruct, objects: readonly ExternalObject[]): void {
    for (const { apiVersion, ...object } of objects) {
      if (apiVersion === undefined) this.trusted.add(describeRequirement(object));
      else this.add(by, { apiVersion, ...object, ...stated });
    }
  }

  /** All of them, sorted. To be asked when every system is built. */
  get all(): readonly NeededRequirement[] {
    return [...this.needed]
      .filter(([, { requirement }]) => !this.isTrusted(requirement))
      .sort(([a], [b]) => compare(a, b))
      .map(([, { requirement, by }]) => ({ ...requirement, neededBy: [...by] }));
  }

  /** A statement without a namespace holds for each. */
  private isTrusted({ kind, namespace, name }: Requirement): boolean {
    const places = [
      { kind, name },
      { kind, name, ...(namespace !== undefined && { namespace }) },
    ];
    return places.some((place) => this.trusted.has(describeRequirement(place)));
  }
}

const stated = {
  why: 'what names it does not work',
  mend: "make it, or take it out of the section 'external' of the environment's file",
};
