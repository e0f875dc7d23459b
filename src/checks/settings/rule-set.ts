import { nearest } from '../../environment/nearest';
import { quoted } from '../../environment/told';
import { type Problem, ProblemsError } from '../../problem';
import type { Severity } from '../finding';
import type { Rule } from '../rule';
import { allRules } from '../rules';
import type { CheckSettings } from './check-settings';

/** The rules of a run, with their severities. */
export interface RuleSet {
  /** Those that are held. */
  readonly rules: readonly Rule[];
  /** Ids of those that are switched off, sorted. */
  readonly off: readonly string[];
  /** The severity that every finding of a rule has, where the project says so. */
  readonly severityOf: (rule: string) => Severity | undefined;
}

/** The built-in rules and the project's own, as its settings want them. @throws ProblemsError for settings that can't be */
export function ruleSet(settings: CheckSettings): RuleSet {
  const problems = settingsProblems(settings);
  if (problems.length > 0) throw new ProblemsError(problems);
  const severities = new Map(Object.entries(settings.severities ?? {}));
  const known = [...allRules, ...(settings.rules ?? [])];
  const isOff = ({ id }: Rule): boolean => severities.get(id) === 'off';
  return {
    rules: known.filter((rule) => !isOff(rule)),
    off: known
      .filter(isOff)
      .map(({ id }) => id)
      .sort(),
    severityOf(rule) {
      const severity = severities.get(rule);
      return severity === 'off' ? undefined : severity;
    },
  };
}

/** What is wrong with settings that were made in code. */
export function settingsProblems({ rules = [], severities = {} }: CheckSettings): Problem[] {
  const known = new Set(allRules.map(({ id }) => id));
  const problems: Problem[] = [];
  for (const { id } of rules) {
    const where = `rules: ${id}`;
    if (!ruleId.test(id)) problems.push({ where, message: `impossible id ${quoted(id)}, allowed: ${idForm}` });
    else if (known.has(id)) problems.push({ where, message: 'there is a rule of this id already, give yours another' });
    known.add(id);
  }
  for (const [id, severity] of Object.entries(severities)) {
    const where = `severities: ${id}`;
    if (!known.has(id)) problems.push({ where, message: unknownRule(id, [...known]) });
    else if (!(ruleSeverities as readonly string[]).includes(severity))
      problems.push({ where, message: `unknown severity ${quoted(severity)}, allowed: ${ruleSeverities.join(', ')}` });
  }
  return problems;
}

/** What a project may make of a rule. */
export const ruleSeverities = ['error', 'warning', 'info', 'off'] as const;

/** The text for the id of a rule that is not there, with the one that was probably meant. */
export function unknownRule(id: string, known: readonly string[]): string {
  const meant = nearest(id, known);
  const mend = meant === undefined ? 'docs/checks.md lists the rules' : `did you mean '${meant}'?`;
  return `there is no rule ${quoted(id)}, ${mend}`;
}

// A waiver's annotation ends with the id: `waive.` and 57 characters.
const ruleId = /^(?=.{1,57}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const idForm = 'at most 57 lower-case letters, digits and hyphens, as words joined by hyphens';
