import type { Finding } from './finding';
import type { SetRule } from './rule';
import { defaultFieldRule, defaultRemovalRule } from './rules';
import { showPath } from './semantic';

/** The findings about single objects, without what a finding over several objects tells better: of an object its end, or the same field. */
export function toldOnce(
  single: readonly Finding[],
  together: readonly Finding[],
  rules: readonly SetRule[],
): Finding[] {
  const replaced = new Map(
    rules.map(({ id, replaces = [] }) => [id, new Set([defaultFieldRule.id, defaultRemovalRule.id, ...replaces])]),
  );
  const byKey = new Map<string, Finding[]>();
  for (const finding of together) byKey.set(finding.key, [...(byKey.get(finding.key) ?? []), finding]);
  return single.flatMap((finding) => {
    const better = (byKey.get(finding.key) ?? []).filter(({ rule }) => replaced.get(rule)?.has(finding.rule));
    if (better.length === 0) return [finding];
    if (finding.fields.length === 0) return [];
    const told = new Set(better.flatMap(({ fields }) => fields.map(({ path }) => showPath(path))));
    const fields = finding.fields.filter(({ path }) => !told.has(showPath(path)));
    return fields.length === 0 ? [] : [{ ...finding, fields }];
  });
}
