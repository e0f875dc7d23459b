import type { Duration } from 'cdk8s';
import { promDuration } from '../prometheus/configuration';
import { promqlProblem } from '../promql';

/** `page`: somebody has to look now. `ticket`: within days. */
export type Severity = 'page' | 'ticket';

/** Something that has to be told to people when an expression gives results. */
export interface AlertRule {
  /** Name, in CamelCase. */
  readonly alert: string;
  /** PromQL; every series of its result is an alert. */
  readonly expression: string;
  /** How long the expression has to give the series. @default - at once */
  readonly for?: Duration;
  readonly severity: Severity;
  /** One line; labels of the series as `{{ $labels.name }}`. */
  readonly summary: string;
  /** What it means and what to do. */
  readonly description: string;
  /** Labels beside `severity`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** An expression whose result is stored under a name of its own. */
export interface RecordingRule {
  readonly record: string;
  /** PromQL. */
  readonly expression: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated together. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
  /** Time between evaluations. @default - the server's */
  readonly interval?: Duration;
}

/** The content of a rule file (Prometheus docs, alerting rules). @throws if an expression is not PromQL */
export function ruleFile(groups: readonly RuleGroup[]) {
  return {
    groups: groups.map((group) => ({
      name: group.name,
      ...(group.interval && { interval: promDuration(group.interval) }),
      rules: group.rules.map(toRule),
    })),
  };
}

function toRule(rule: AlertRule | RecordingRule) {
  const problem = promqlProblem(rule.expression);
  if (problem) throw new Error(`rule '${'alert' in rule ? rule.alert : rule.record}': ${problem}`);
  if ('record' in rule) {
    return { record: rule.record, expr: rule.expression, ...(rule.labels && { labels: { ...rule.labels } }) };
  }
  return {
    alert: rule.alert,
    expr: rule.expression,
    ...(rule.for && { for: promDuration(rule.for) }),
    labels: { severity: rule.severity, ...rule.labels },
    annotations: { summary: rule.summary, description: rule.description },
  };
}
