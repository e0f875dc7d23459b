import { groupKind } from '../kubernetes/object';
import { ProblemsError } from '../problem';
import type { RolloutCommandOptions } from './command-options';
import { kindsFor } from './definitions';
import { Kubectl } from './kubectl';
import { nodeFolders } from './node-folders';
import { chartApplications, installCommand } from './operators';
import { type EnvironmentOutput, readOutput } from './output';
import { isPrepared } from './prepared';
import { hasRequirements, tellRequirements } from './requirements';
import { rollOut, titleOf } from './roll-out';
import { planRollout, type RolloutStep } from './rollout';
import { type CommandResult, Transcript } from './transcript';
import { readFacts } from './wait';

/** What `apply` takes. */
export interface ApplyCommandOptions extends RolloutCommandOptions {
  /** Says what would be applied, in which order; asks no cluster. @default false */
  readonly dryRun?: boolean | undefined;
  /** Takes fields over that somebody else has set. @default false */
  readonly forceConflicts?: boolean | undefined;
}

const defaultTimeout = 600;

/**
 * Applies an environment to a cluster without Argo CD, in the order of its waves, waiting between them. Applies nothing if a
 * custom kind, a Secret or anything else that has to be there first is missing.
 */
export function runApply(options: ApplyCommandOptions): Promise<CommandResult> {
  const transcript = new Transcript(options.onLine);
  return transcript.of(async () => {
    const output = readOutput(options.dist ?? 'dist', options.environment);
    const { steps, skipped } = planRollout(output);
    tellFolders(output, transcript);
    if (options.dryRun) {
      for (const { object } of chartApplications(output.objects)) {
        transcript.say(
          `chart that is installed before, unless it is there:\n\n${installCommand(object, output.objects)}\n`,
        );
      }
      tellRequirements(output, transcript);
      for (const [position, step] of steps.entries())
        transcript.say(titleOf(step, position, steps.length), ...listOf(step));
      transcript.say(
        `would apply ${sizeOf(steps)} objects in ${steps.length} steps, leave out ${skipped.length} for Argo CD`,
      );
      return 0;
    }
    const kubectl = new Kubectl(options.kubectl);
    const server = await kubectl.server();
    if ('problem' in server) throw ProblemsError.at('kubectl', `no cluster answers: ${server.problem}`);
    transcript.say(`cluster: context ${await kubectl.contextName()}, Kubernetes ${server.version}`);
    const hasAll = await hasRequirements(kubectl, output, transcript, options.kinds);
    if (!(await isPrepared(kubectl, output, transcript)) || !hasAll) {
      transcript.say('nothing was applied');
      return 1;
    }
    const outcome = await rollOut(kubectl, steps, {
      forceConflicts: options.forceConflicts ?? false,
      timeoutSeconds: options.timeout ?? defaultTimeout,
      pollSeconds: options.pollSeconds,
      facts: await readFacts(kubectl),
      kinds: kindsFor(output, options.kinds),
      keepGoing: false,
      transcript,
    });
    if (outcome.problems.length > 0) return 1;
    transcript.say(`applied ${sizeOf(steps)} objects in ${steps.length} steps; ${skipped.length} are for Argo CD only`);
    return 0;
  });
}

function tellFolders(output: EnvironmentOutput, transcript: Transcript): void {
  for (const [node, folders] of nodeFolders(output.objects)) {
    transcript.say(`folders that must exist on node ${node}, for its volumes:`, `  sudo mkdir -p ${folders.join(' ')}`);
  }
}

function listOf({ objects }: RolloutStep): string[] {
  return objects.map(({ object }) => {
    const { name, namespace } = object.metadata;
    return `  ${groupKind(object).replace(/^\//, '')} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  });
}

function sizeOf(steps: readonly RolloutStep[]): number {
  return steps.reduce((sum, { objects }) => sum + objects.length, 0);
}
