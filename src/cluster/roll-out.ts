import { applyStep, type StepOptions } from './apply-step';
import type { Kubectl } from './kubectl';
import type { RolloutStep } from './rollout';
import type { Transcript } from './transcript';

export interface RollOutOptions extends Omit<StepOptions, 'tell'> {
  /** Goes on when a step does not become ready; what is refused stops it all the same. */
  readonly keepGoing: boolean;
  readonly transcript: Transcript;
}

/** What went wrong, all of it told already. */
export interface RollOutOutcome {
  readonly problems: readonly string[];
  /** Whether it stopped before the last step. */
  readonly stopped: boolean;
}

/** Applies steps one after the other, each when the one before is ready. */
export async function rollOut(
  kubectl: Kubectl,
  steps: readonly RolloutStep[],
  { keepGoing, transcript, ...options }: RollOutOptions,
): Promise<RollOutOutcome> {
  const problems: string[] = [];
  for (const [position, step] of steps.entries()) {
    transcript.say(titleOf(step, position, steps.length));
    const outcome = await applyStep(kubectl, step, { ...options, tell: (line) => transcript.say(line) });
    transcript.say(...outcome.problems);
    problems.push(...outcome.problems);
    if (outcome.problems.length === 0 || (keepGoing && outcome.applied)) continue;
    transcript.say(`stopped at step ${position + 1} of ${steps.length}; run it again when that is mended`);
    return { problems, stopped: true };
  }
  return { problems, stopped: false };
}

/** `step 3 of 12: zamperla-data, wave 1: 9 objects`. */
export function titleOf({ applications, phase, wave, objects }: RolloutStep, position: number, steps: number): string {
  const when = phase === 'Sync' ? `wave ${wave}` : `${phase}, wave ${wave}`;
  const size = objects.length === 1 ? '1 object' : `${objects.length} objects`;
  return `step ${position + 1} of ${steps}: ${applications.join(', ')}, ${when}: ${size}`;
}
