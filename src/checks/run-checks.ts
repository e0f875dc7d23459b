import { ManifestSet } from '../manifests';
import { CheckContext } from './context';
import { splitField } from './field-path';
import { compareFindings, type Finding, type WaivedFinding } from './finding';
import type { CheckOptions } from './options';
import type { CheckReport } from './report';
import type { Observation, Rule } from './rule';
import { allRules } from './rules';
import { noManifests } from './rules/set/no-manifests';
import { waiverUnused } from './rules/set/waiver-unused';
import { type Waiver, waiversOf } from './waivers';

/**
 * Runs all rules over a set of manifests. A set with an index is checked environment by environment, because each of
 * them is a cluster of its own.
 *
 * @param set manifests, made here or by hand
 */
export function runChecks(set: ManifestSet, options: CheckOptions = {}): CheckReport {
  const findings: Finding[] = [];
  const waived: WaivedFinding[] = [];
  const index = options.index ?? set.index;
  const clusters = set.byEnvironment();
  if (clusters.size === 0) clusters.set('', new ManifestSet([]));
  for (const [environment, cluster] of clusters) {
    const context = new CheckContext(
      cluster.manifests,
      index === undefined ? options : { ...options, index },
      environment,
    );
    checkCluster(context, options.rules ?? allRules, findings, waived);
  }
  return {
    findings: findings.sort(compareFindings),
    waived: waived.sort(compareFindings),
    objects: set.manifests.length,
    files: set.files.length,
    environments: [...clusters.keys()].filter((name) => name !== '').sort(),
  };
}

function checkCluster(
  context: CheckContext,
  rules: readonly Rule[],
  findings: Finding[],
  waived: WaivedFinding[],
): void {
  const waivers = new Map<string, { waiver: Waiver; used: boolean }>();
  for (const entry of context.entries) {
    for (const waiver of waiversOf(entry)) {
      if (waiver.reason !== '') waivers.set(waiverKey(waiver.rule, waiver.entry.key), { waiver, used: false });
    }
  }
  for (const rule of context.entries.length === 0 ? [noManifests] : rules) {
    for (const observation of rule.check(context)) {
      const finding = toFinding(rule, observation, context.environment);
      const waiver = waivers.get(waiverKey(rule.id, finding.object));
      if (waiver === undefined) findings.push(finding);
      else {
        waiver.used = true;
        waived.push({ ...finding, reason: waiver.waiver.reason });
      }
    }
  }
  for (const { waiver, used } of waivers.values()) {
    if (used) continue;
    const observation = {
      entry: waiver.entry,
      field: `metadata.annotations["${waiver.annotation}"]`,
      value: waiver.reason,
      what: rules.some((rule) => rule.id === waiver.rule)
        ? `the waiver of ${waiver.rule} sets nothing aside`
        : `there is no rule ${waiver.rule}`,
    };
    findings.push(toFinding(waiverUnused, observation, context.environment));
  }
}

function waiverKey(rule: string, object: string): string {
  return `${rule}\n${object}`;
}

function toFinding(rule: Rule, seen: Observation, environment: string): Finding {
  const { entry, field = '' } = seen;
  const value = seen.value === undefined ? '' : short(seen.value);
  const place = [entry?.key, field].filter((part) => part !== undefined && part !== '').join(' ');
  const what = `${seen.what ?? rule.title}${value === '' ? '' : ` (${value})`}`;
  return {
    rule: rule.id,
    severity: seen.severity ?? rule.severity,
    environment,
    object: entry?.key ?? '',
    file: entry?.file ?? '',
    ...(entry === undefined ? {} : { line: field === '' ? entry.line : entry.manifest.lineOf(splitField(field)) }),
    field,
    value,
    message: `${place === '' ? '' : `${place}: `}${what}; ${rule.why}; ${seen.mend ?? rule.mend}`,
  };
}

function short(value: unknown): string {
  const words = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
