import { keyed } from '../../manifests/field-path';
import { each, everything } from '../builders';
import type { Rule } from '../rule';
import { waiversOf } from '../waivers';

/** The one rule of an empty set. */
export const noManifests: Rule = {
  id: 'no-manifests',
  title: 'no Kubernetes object was read',
  severity: 'error',
  why: 'a check of nothing proves nothing, so an empty folder never passes',
  mend: 'give the folder that holds the manifests, or render them first',
  *check({ entries }) {
    if (entries.length === 0) yield {};
  },
};

/** The engine reports it, because only the engine knows which waivers set something aside. */
export const waiverUnused: Rule = {
  id: 'waiver-unused',
  title: 'a waiver sets nothing aside',
  severity: 'warning',
  why: 'a waiver that outlives its reason hides the next fault of that kind',
  mend: 'remove the annotation',
  check: () => [],
};

/** The engine reports it, where a rule of a project's own throws. */
export const ruleFailed: Rule = {
  id: 'rule-failed',
  title: 'a rule fails itself',
  severity: 'error',
  why: 'nothing is known of what it looks for',
  mend: 'mend the rule: it must take objects of any shape',
  check: () => [],
};

/** Rules about the set as a whole, and about rules. */
export const setRules: readonly Rule[] = [
  {
    id: 'duplicate-object',
    title: 'the same object is written more than once',
    severity: 'error',
    why: 'the one applied last wins, and which one that is depends on the order of files',
    mend: 'keep one of them, or give the other its own name',
    *check({ entries }) {
      const counts = new Map<string, number>();
      for (const { key } of entries) counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const entry of entries) {
        const count = counts.get(entry.key) ?? 0;
        if (count > 1 && entry.name !== '') yield { entry, value: `${count} times` };
      }
    },
  },
  noManifests,
  ruleFailed,
  waiverUnused,
  {
    id: 'waiver-without-reason',
    title: 'a waiver gives no reason',
    severity: 'error',
    why: 'nobody can later tell whether it still holds, so it is not applied',
    mend: 'write the reason as the value of the annotation',
    check: each(everything, function* (entry) {
      for (const { annotation, reason } of waiversOf(entry)) {
        if (reason === '') yield { field: keyed('metadata.annotations', annotation) };
      }
    }),
  },
];
