import type { Verdict } from '../rule';
import { defaultFieldRule, defaultRemovalRule, FIELD_RULES, REMOVAL_RULES, SET_RULES } from './index';

/** One rule, for the documentation. */
export interface RuleNote {
  readonly id: string;
  /** Kinds it is about, without their groups; empty for the defaults. */
  readonly kinds: readonly string[];
  /** Verdict, or the worst one it gives. */
  readonly verdict: Verdict;
  /** What the change is: an end of the object, fields, or several objects together. */
  readonly about: string;
}

/** All rules, worst verdict first, each id once. */
export function ruleCatalogue(): RuleNote[] {
  const notes = new Map<string, RuleNote>();
  const add = (rule: { id: string; kinds: readonly string[]; verdict: unknown }, about: string): void => {
    const known = notes.get(rule.id);
    const kinds = rule.kinds.map((kind) => kind.slice(kind.indexOf('/') + 1));
    notes.set(rule.id, {
      id: rule.id,
      kinds: [...new Set([...(known?.kinds ?? []), ...kinds])],
      verdict: typeof rule.verdict === 'string' ? (rule.verdict as Verdict) : 'WARN',
      about: known === undefined || known.about === about ? about : `${known.about}; ${about}`,
    });
  };
  for (const rule of [...REMOVAL_RULES, defaultRemovalRule]) add(rule, 'removed, renamed or moved');
  for (const rule of SET_RULES) add(rule, 'several objects together');
  for (const rule of FIELD_RULES) add(rule, rule.fields.map(fieldText).join(', '));
  add(defaultFieldRule, 'every other field');
  const order: readonly Verdict[] = ['BLOCK', 'RECREATE', 'WARN', 'OK'];
  return [...notes.values()].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

function fieldText(field: string | readonly string[]): string {
  const text = typeof field === 'string' ? field : field.join('.');
  return `\`${text.replace('spec.template.spec.', '').replace(/^metadata\.(annotations|labels)\./, '')}\``;
}
