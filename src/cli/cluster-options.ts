import { type Command, InvalidArgumentError, Option } from 'commander';
import type { KubectlOptions } from '../cluster';

/** What says which cluster is meant, and through which program. */
export interface ClusterFlags {
  readonly context?: string;
  readonly kubectl?: string;
}

/** Adds the options of commands that read one environment of the output. */
export function addOutputOptions(command: Command): Command {
  return command
    .addOption(new Option('-e, --environment <name>', 'the environment').makeOptionMandatory())
    .option('--dist <folder>', 'folder of the output', 'dist');
}

/** Adds the options of commands that talk to a cluster. */
export function addClusterOptions(command: Command): Command {
  return command
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .option('--kubectl <program>', 'kubectl to use', 'kubectl');
}

export function kubectlOf({ context, kubectl }: ClusterFlags): KubectlOptions {
  return { context, program: [kubectl ?? 'kubectl'] };
}

/** Parses a number of seconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('a number of seconds above 0 is needed.');
}
