import type { KubernetesObject } from '../kubernetes';
import type { ProgramResult } from '../program';
import type { Kubectl } from './kubectl';
import { reasonOf, warningsOf } from './kubectl';

/** An object to be tried on the server, and what it is for people. */
export interface Trial {
  readonly object: KubernetesObject;
  /** `Deployment zamperla/data (dist/local/...)`, `Pod of ...`. */
  readonly title: string;
}

/** What the server says of one object. */
export interface Judgement {
  readonly trial: Trial;
  /** Why it is refused; undefined if it is accepted. */
  readonly refused?: string;
  readonly warnings: readonly string[];
}

const batchSize = 50;
const parallel = 4;

/**
 * Applies objects on trial: strictly, on the server, without storing them.
 *
 * @param forceConflicts whether fields that somebody else has set are no reason. @default true: none against a manifest
 */
export async function judge(kubectl: Kubectl, trials: readonly Trial[], forceConflicts = true): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (let start = 0; start < trials.length; start += batchSize) {
    const batch = trials.slice(start, start + batchSize);
    const result = await dryRun(kubectl, batch, forceConflicts);
    // What a batch is refused or warned for does not name its object everywhere: then each is asked about alone.
    if (result.code === 0 && warningsOf(result).length === 0) {
      judgements.push(...batch.map((trial) => ({ trial, warnings: [] })));
    } else judgements.push(...(await judgeEach(kubectl, batch, forceConflicts)));
  }
  return judgements;
}

/** The same, one by one: each answer is about its object alone. */
export async function judgeEach(
  kubectl: Kubectl,
  trials: readonly Trial[],
  forceConflicts: boolean,
): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (let start = 0; start < trials.length; start += parallel) {
    const some = trials.slice(start, start + parallel).map(async (trial): Promise<Judgement> => {
      const result = await dryRun(kubectl, [trial], forceConflicts);
      const warnings = warningsOf(result);
      if (result.code === 0) return { trial, warnings };
      return { trial, warnings, refused: reasonOf(result) };
    });
    judgements.push(...(await Promise.all(some)));
  }
  return judgements;
}

function dryRun(kubectl: Kubectl, trials: readonly Trial[], forceConflicts: boolean): Promise<ProgramResult> {
  return kubectl.apply(
    trials.map(({ object }) => object),
    { dryRun: true, forceConflicts },
  );
}
