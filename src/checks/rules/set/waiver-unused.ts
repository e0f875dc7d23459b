import type { Rule } from '../../rule';

/** The engine reports it, because only the engine knows which waivers set something aside. */
export const waiverUnused: Rule = {
  id: 'waiver-unused',
  title: 'a waiver sets nothing aside',
  severity: 'warning',
  why: 'a waiver that outlives its reason hides the next fault of that kind',
  mend: 'remove the annotation',
  check: () => [],
};
