import { dig, list, number, text } from '../../manifests/fields';
import { containers, each } from '../builders';
import type { Rule } from '../rule';

export const stoppingRules: readonly Rule[] = [
  {
    id: 'grace-within-pause',
    title: 'the pause before the stop signal takes all of the grace period',
    severity: 'error',
    why: 'the grace period begins with the pause: no time is left to end requests and to save, the program is killed (and a sleep longer than it is refused by the API server)',
    mend: 'raise terminationGracePeriodSeconds to the pause and the time that the program needs to end, or shorten the pause',
    source: 'Kubernetes docs, termination of pods',
    check: each(containers, ({ template: { spec, specPath }, path, fields: container }) => {
      const pause = pauseOf(dig(container, 'lifecycle', 'preStop'));
      // Unset is 30 (Kubernetes API, PodSpec).
      const grace = number(spec.terminationGracePeriodSeconds) ?? 30;
      return (
        pause !== undefined &&
        pause >= grace && {
          field: `${path}.lifecycle.preStop`,
          value: `${pause} s of ${grace} s`,
          ...(spec.terminationGracePeriodSeconds === undefined && {
            what: `the pause before the stop signal takes all of the grace period, which is 30 s as ${specPath}.terminationGracePeriodSeconds is not given`,
          }),
        }
      );
    }),
  },
];

/** Seconds that a pre-stop hook sleeps; undefined if it does not, or not for a time that can be read. */
function pauseOf(preStop: unknown): number | undefined {
  const seconds = number(dig(preStop, 'sleep', 'seconds'));
  if (seconds !== undefined) return seconds;
  const words = list(dig(preStop, 'exec', 'command')).map((word) => text(word) ?? '');
  const script = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const commands = script < 0 ? [words.join(' ')] : (words[script + 1] ?? '').split(/[;\n]|&&|\|\|/);
  let pause: number | undefined;
  for (const command of commands) {
    const seconds = sleepOf(command);
    if (seconds !== undefined) pause = (pause ?? 0) + seconds;
    // What comes behind another command is no pause before the stop: that command may have been the stop.
    else if (!/^\s*(?:(?:echo|set|touch|rm)\b.*)?$/.test(command)) break;
  }
  return pause;
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of one `sleep 5`, `/bin/sleep 1m` or `exec sleep 0.5`. */
function sleepOf(command: string): number | undefined {
  const [, amount, unit = ''] = /^\s*(?:exec\s+)?(?:\/\S*\/)?sleep\s+(\d+(?:\.\d+)?)([smhd]?)\s*$/.exec(command) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}
