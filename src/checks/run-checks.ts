import { KindRegistry, KUBERNETES_VERSIONS } from '../kubernetes/kind-registry';
import { ManifestSet, type OutputIndex } from '../manifests';
import { keyed, splitField } from '../manifests/field-path';
import { compare } from '../problem';
import { CheckContext } from './context';
import { compareFindings, type Finding, type Severity, type WaivedFinding } from './finding';
import type { CheckReport } from './report';
import type { Observation, Rule } from './rule';
import { noManifests, ruleFailed, waiverUnused } from './rules/set';
import type { CheckOptions } from './settings';
import { type RuleSet, ruleSet } from './settings/rule-set';
import { type Waiver, waiversOf } from './waivers';

/**
 * Runs all rules over a set of manifests. A set with an index is checked environment by environment, because each of
 * them is a cluster of its own.
 *
 * @example
 * const { findings } = runChecks(readManifests('manifests'), { severities: { 'container-no-probe': 'off' } });
 *
 * @param set manifests, made here or by hand
 * @throws ProblemsError for settings that can't be: two rules of one id, a severity for a rule that is not there
 */
export function runChecks(set: ManifestSet, options: CheckOptions = {}): CheckReport {
  const held = ruleSet(options);
  const index = options.index ?? set.index;
  const clusters = set.byEnvironment();
  if (clusters.size === 0) clusters.set('', new ManifestSet([]));
  const seen: Seen[] = [];
  for (const [environment, cluster] of clusters) {
    const kinds = kindsOf(environment, options, index);
    const context = new CheckContext(
      cluster.manifests,
      { ...options, kinds, ...(index === undefined ? {} : { index }) },
      environment,
    );
    seen.push(...checkCluster(context, held));
  }
  // File by file, because the lines of a file are only known after reading it again.
  seen.sort((a, b) => compare(a.observation.entry?.file ?? '', b.observation.entry?.file ?? ''));
  const findings: Finding[] = [];
  const waived: WaivedFinding[] = [];
  for (const item of seen) {
    if (held.off.includes(item.rule.id)) continue;
    const finding = toFinding(item, held.severityOf(item.rule.id));
    if (item.reason === undefined) findings.push(finding);
    else waived.push({ ...finding, reason: item.reason });
  }
  return {
    findings: findings.sort(compareFindings),
    waived: waived.sort(compareFindings),
    objects: set.manifests.length,
    files: set.files.length,
    off: held.off,
    environments: [...clusters.keys()].filter((name) => name !== '').sort(),
  };
}

/** The kinds that an environment's cluster has: of its version of Kubernetes. */
function kindsOf(environment: string, options: CheckOptions, index: OutputIndex | undefined): KindRegistry {
  const told = index?.environments?.find(({ name }) => name === environment)?.kubernetesVersion;
  const known = KUBERNETES_VERSIONS.find((version) => version === told);
  const { kinds = KindRegistry.forVersion() } = options;
  const { kubernetesVersion = known ?? kinds.version } = options;
  return kinds.at(kubernetesVersion);
}

/** What a rule saw in an environment, and why it is set aside, if it is. */
interface Seen {
  readonly rule: Rule;
  readonly observation: Observation;
  readonly environment: string;
  readonly reason?: string;
}

function* checkCluster(context: CheckContext, { rules, off }: RuleSet): Iterable<Seen> {
  const { entries, environment } = context;
  const waivers = new Map<string, Waiver>();
  for (const waiver of entries.flatMap(waiversOf)) {
    if (waiver.reason !== '') waivers.set(waiverKey(waiver.rule, waiver.entry.key), waiver);
  }
  const used = new Set<Waiver>();
  for (const rule of entries.length === 0 ? [noManifests] : rules) {
    try {
      for (const observation of rule.check(context)) {
        const waiver = waivers.get(waiverKey(rule.id, observation.entry?.key ?? ''));
        if (waiver !== undefined) used.add(waiver);
        yield { rule, observation, environment, ...(waiver === undefined ? {} : { reason: waiver.reason }) };
      }
    } catch (error) {
      const value = `${rule.id}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
      yield { rule: ruleFailed, observation: { value }, environment };
    }
  }
  for (const waiver of waivers.values()) {
    if (used.has(waiver) || off.includes(waiver.rule)) continue;
    const known = rules.some(({ id }) => id === waiver.rule);
    const observation = {
      entry: waiver.entry,
      field: keyed('metadata.annotations', waiver.annotation),
      value: waiver.reason,
      what: known ? `the waiver of ${waiver.rule} sets nothing aside` : `there is no rule ${waiver.rule}`,
    };
    yield { rule: waiverUnused, observation, environment };
  }
}

function waiverKey(rule: string, object: string): string {
  return `${rule}\n${object}`;
}

function toFinding({ rule, observation: seen, environment }: Seen, severity?: Severity): Finding {
  const { entry, field = '' } = seen;
  const value = seen.value === undefined ? '' : short(seen.value);
  const place = [entry?.key, field].filter((part) => part !== undefined && part !== '').join(' ');
  const what = `${seen.what ?? rule.title}${value === '' ? '' : ` (${value})`}`;
  return {
    rule: rule.id,
    severity: severity ?? seen.severity ?? rule.severity,
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
