import type { KindRegistry, KubernetesObject } from '../../kubernetes';
import { kindsFor } from '../definitions';
import { type Kubectl, reasonOf } from '../kubectl';
import { describePlaced, type EnvironmentOutput } from '../output';
import { isPrepared } from '../prepared';
import { rollOut } from '../roll-out';
import { planRollout } from '../rollout';
import type { Transcript } from '../transcript';
import { readFacts } from '../wait';
import { nextVersion, oneOfEachKind } from './next-version';

interface ApplyTwiceOptions {
  readonly kinds?: KindRegistry | undefined;
  readonly timeout?: number | undefined;
  readonly pollSeconds?: number | undefined;
  readonly allowUnready?: boolean | undefined;
}

const defaultTimeout = 180;

/** Applies an environment, applies it again, and applies a next version of one object of each kind. Gives whether all went well. */
export async function applyTwice(
  kubectl: Kubectl,
  output: EnvironmentOutput,
  options: ApplyTwiceOptions,
  transcript: Transcript,
): Promise<boolean> {
  const { steps } = planRollout(output);
  const objects = steps.flatMap((step) => step.objects);
  if (!(await isPrepared(kubectl, output, transcript))) {
    transcript.say('apply: not done');
    return false;
  }
  const outcome = await rollOut(kubectl, steps, {
    forceConflicts: false,
    timeoutSeconds: options.timeout ?? defaultTimeout,
    pollSeconds: options.pollSeconds,
    facts: await readFacts(kubectl),
    kinds: kindsFor(output, options.kinds),
    keepGoing: true,
    transcript,
  });
  if (outcome.stopped) return false;
  const unready = outcome.problems.length;
  transcript.say(`apply: ${objects.length} objects in ${steps.length} steps, ${unready} not ready`);
  const manifests = objects.map(({ object }) => object);
  const isStable = await staysTheSame(kubectl, manifests, 'second apply', transcript);
  const isChangeable = await takesNextVersions(kubectl, objects, transcript);
  return isStable && isChangeable && (unready === 0 || options.allowUnready === true);
}

/** Nothing may differ from what is stored, before a second apply and after it. */
async function staysTheSame(
  kubectl: Kubectl,
  objects: readonly KubernetesObject[],
  title: string,
  transcript: Transcript,
): Promise<boolean> {
  const before = await kubectl.diff(objects);
  const again = await kubectl.apply(objects);
  const after = await kubectl.diff(objects);
  const failures = [before, again, after].filter(({ code }) => code !== 0);
  if (failures.length === 0) {
    transcript.say(`${title}: changes nothing`);
    return true;
  }
  const [failure] = failures;
  const isDifference = failure !== again && failure?.code === 1;
  transcript.say(
    `${title}: ${isDifference ? 'the cluster differs from what was applied' : 'failed'}`,
    ...(failure === undefined ? [] : [isDifference ? failure.stdout.trimEnd() : `  ${reasonOf(failure)}`]),
  );
  return false;
}

/** Each kind takes a change in place, and the way back. */
async function takesNextVersions(
  kubectl: Kubectl,
  objects: EnvironmentOutput['objects'],
  transcript: Transcript,
): Promise<boolean> {
  const chosen = oneOfEachKind(objects);
  let taken = 0;
  for (const placed of chosen) {
    const result = await kubectl.apply([nextVersion(placed.object)]);
    if (result.code === 0) taken++;
    else transcript.say(`  refused: next version of ${describePlaced(placed)}: ${reasonOf(result)}`);
  }
  transcript.say(`next version: ${taken} of ${chosen.length} kinds take one`);
  const isBack = await backAgain(
    kubectl,
    chosen.map(({ object }) => object),
    transcript,
  );
  return taken === chosen.length && isBack;
}

async function backAgain(
  kubectl: Kubectl,
  objects: readonly KubernetesObject[],
  transcript: Transcript,
): Promise<boolean> {
  const result = await kubectl.apply(objects);
  if (result.code !== 0) {
    transcript.say(`back to the version of the output: ${reasonOf(result)}`);
    return false;
  }
  return staysTheSame(kubectl, objects, 'back to the version of the output', transcript);
}
