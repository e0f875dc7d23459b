import type { Kubectl } from '../kubectl';
import { reasonOf, warningsOf } from '../kubectl';
import type { ProgramResult } from '../program';
import type { Trial } from './trials';

/** What the server says of one object. */
export interface Judgement {
  readonly trial: Trial;
  /** Why it is refused; undefined if it is accepted. */
  readonly refused?: string;
  readonly warnings: readonly string[];
}

const batchSize = 50;
const parallel = 4;

/** Applies objects on trial: strictly, on the server, without storing them. */
export async function judge(kubectl: Kubectl, trials: readonly Trial[]): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (let start = 0; start < trials.length; start += batchSize) {
    const batch = trials.slice(start, start + batchSize);
    const result = await dryRun(kubectl, batch);
    // What a batch is refused or warned for does not name its object everywhere: then each is asked about alone.
    if (result.code === 0 && warningsOf(result).length === 0) {
      judgements.push(...batch.map((trial) => ({ trial, warnings: [] })));
    } else judgements.push(...(await judgeEach(kubectl, batch)));
  }
  return judgements;
}

async function judgeEach(kubectl: Kubectl, trials: readonly Trial[]): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (let start = 0; start < trials.length; start += parallel) {
    const some = trials.slice(start, start + parallel).map(async (trial): Promise<Judgement> => {
      const result = await dryRun(kubectl, [trial]);
      const warnings = warningsOf(result);
      if (result.code === 0) return { trial, warnings };
      const said = { ...result, stderr: result.stderr.replace(/^Warning: .*\n/gm, '') };
      return { trial, warnings, refused: reasonOf(said) };
    });
    judgements.push(...(await Promise.all(some)));
  }
  return judgements;
}

function dryRun(kubectl: Kubectl, trials: readonly Trial[]): Promise<ProgramResult> {
  // Fields that somebody else has changed by hand are no reason against a manifest.
  return kubectl.apply(
    trials.map(({ object }) => object),
    { dryRun: true, forceConflicts: true },
  );
}
