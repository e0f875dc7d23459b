import type { Command } from 'commander';
import { type E2eOptions, runE2e, toTerminal } from '../cluster';
import { readKinds } from '../manifests';
import type { Project } from '../project';
import { addClusterOptions, addOutputOptions, type ClusterFlags, kubectlOf, seconds } from './cluster-options';

/** Adds `e2e`: an environment tried on a cluster. */
export function addE2eCommand(program: Command, project?: Project): void {
  const command = program
    .command('e2e')
    .description('try an environment on the cluster that the kubeconfig names: a strict dry run, or for real');
  addClusterOptions(addOutputOptions(command))
    .option('--apply', 'apply it for real, twice, and then a next version of an object of each kind')
    .option('--allow-untried', 'pass although something could not be tried, as the cluster lacks a kind or a namespace')
    .option('--allow-unready', 'pass although something did not become ready')
    .option('--timeout <seconds>', 'longest wait for one step to become ready (default: 180)', seconds)
    .addHelpText('after', '\nExit codes: 0 passed; 1 failed; 2 bad input, or no cluster')
    .action(async (flags: Omit<E2eOptions, 'kubectl' | 'onLine'> & ClusterFlags) => {
      const result = await runE2e({
        ...flags,
        kinds: readKinds(project?.crds),
        kubectl: kubectlOf(flags),
        onLine: toTerminal,
      });
      process.exitCode = result.exitCode;
    });
}
