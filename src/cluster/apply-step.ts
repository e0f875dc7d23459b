import type { KubernetesObject } from '../kubernetes';
import { describeObject } from '../manifests';
import { judgeEach } from './judge';
import { type Kubectl, reasonOf, warningsOf } from './kubectl';
import { describePlaced, type PlacedObject } from './output';
import { isHook, type RolloutStep } from './rollout';
import { type WaitOptions, waitUntilReady } from './wait';

export interface StepOptions extends WaitOptions {
  readonly forceConflicts: boolean;
}

/** How a step ended. */
export interface StepOutcome {
  /** Whether the server has taken all of its objects. */
  readonly applied: boolean;
  readonly problems: readonly string[];
}

/** Applies the objects of a step and waits for them. */
export async function applyStep(kubectl: Kubectl, step: RolloutStep, options: StepOptions): Promise<StepOutcome> {
  const hooks = step.objects.filter(isHook);
  const deleted = await deleteHooks(kubectl, hooks, options.timeoutSeconds);
  if (deleted.length > 0) return { applied: false, problems: deleted };
  const result = await kubectl.apply(
    step.objects.map(({ object }) => object),
    { forceConflicts: options.forceConflicts },
  );
  for (const warning of warningsOf(result)) options.tell(`  warning: ${warning}`);
  for (const line of result.stdout.trim().split('\n')) if (line !== '') options.tell(`  ${line}`);
  if (result.code !== 0) {
    const reasons = await refusals(kubectl, step.objects, options, reasonOf(result));
    return { applied: false, problems: [...reasons, ...adviceFor(result.stderr)] };
  }
  const open = await waitUntilReady(kubectl, objectsOf(step.objects), options);
  const problems = open.map(({ object, state, reason }) =>
    state === 'failed'
      ? `  ${object} failed: ${reason}`
      : `  ${object} is not ready after ${options.timeoutSeconds} s: ${reason}`,
  );
  return { applied: true, problems };
}

/** Which objects the server refuses: its answer to many of them does not always say. */
async function refusals(
  kubectl: Kubectl,
  objects: readonly PlacedObject[],
  { forceConflicts }: StepOptions,
  reason: string,
): Promise<string[]> {
  const trials = objects.map((placed) => ({ object: placed.object, title: describePlaced(placed) }));
  const refused = (await judgeEach(kubectl, trials, forceConflicts)).flatMap(({ trial, refused: why }) =>
    why === undefined ? [] : [`  ${trial.title}: ${why}`],
  );
  return refused.length > 0 ? refused : [`  ${reason}`];
}

/** A Job can't be changed, and one that is done would not run again: hooks are made anew. */
async function deleteHooks(
  kubectl: Kubectl,
  hooks: readonly PlacedObject[],
  timeoutSeconds: number,
): Promise<string[]> {
  if (hooks.length === 0) return [];
  const result = await kubectl.run(
    ['delete', '--ignore-not-found', '--cascade=foreground', '--wait', `--timeout=${timeoutSeconds}s`, '--filename=-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objectsOf(hooks) }),
    timeoutSeconds + 30,
  );
  if (result.code === 0) return [];
  const names = hooks.map(({ object }) => describeObject(object)).join(', ');
  return [`  ${names} can't be deleted to be made anew: ${reasonOf(result)}`];
}

function adviceFor(stderr: string): string[] {
  if (/conflict/i.test(stderr)) {
    return [
      '  somebody else has set these fields: put the change into the manifests, or take them over with --force-conflicts',
    ];
  }
  if (/field is immutable|updates to statefulset spec|spec is immutable/i.test(stderr)) {
    return ['  the object must be deleted and made anew: `npm run diff` tells the safe procedure'];
  }
  return [];
}

function objectsOf(placed: readonly PlacedObject[]): KubernetesObject[] {
  return placed.map(({ object }) => object);
}
