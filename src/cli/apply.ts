import type { Command } from 'commander';
import { type ApplyCommandOptions, runApply, toTerminal } from '../cluster';
import { readKinds } from '../manifests';
import type { Project } from '../project';
import { addClusterOptions, addOutputOptions, type ClusterFlags, kubectlOf, seconds } from './cluster-options';

/** Adds `apply`: an environment into a cluster without Argo CD. */
export function addApplyCommand(program: Command, project?: Project): void {
  const command = program
    .command('apply')
    .description('apply an environment to a cluster without Argo CD, in the order of its waves');
  addClusterOptions(addOutputOptions(command))
    .option('--dry-run', 'say what would be applied, in which order; asks no cluster')
    .option('--force-conflicts', 'take fields over that somebody else has set')
    .option('--timeout <seconds>', 'longest wait for one step to become ready (default: 600)', seconds)
    .addHelpText('after', '\nExit codes: 0 applied and ready; 1 not all of it; 2 bad input, or no cluster')
    .action(async (flags: Omit<ApplyCommandOptions, 'kubectl' | 'onLine'> & ClusterFlags) => {
      const result = await runApply({
        ...flags,
        kinds: readKinds(project?.crds),
        kubectl: kubectlOf(flags),
        onLine: toTerminal,
      });
      process.exitCode = result.exitCode;
    });
}
