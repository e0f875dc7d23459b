import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { packageVersion } from '../asset';
import { ProblemsError } from '../problem';
import type { Project } from '../project';
import { type AddCommand, commands } from './commands';

/** Exit code of wrong input, construction or graph: nothing was rendered. */
export const badInput = 2;

/**
 * The commands of a project: what its own entry calls.
 *
 * ```ts
 * void main({ systems: [platform, shop] });
 * ```
 *
 * @param argv arguments after the program's name. @default - the process's
 */
export function main(project: Project, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  return runCommand(project, argv);
}

/** Runs a command, of a project or of none: then those that render say that they need one. */
export async function runCommand(project: Project | undefined, argv: readonly string[]): Promise<void> {
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = new Command('cdk8s-tiers')
    .description('production Kubernetes manifests from a short description of a system')
    .version(packageVersion(), '--version', 'tell the version of cdk8s-tiers');
  program.exitOverride().showHelpAfterError('(--help lists commands and options)');
  for (const add of commandsFor(argv, project)) add(program, project);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : badInput;
    else if (error instanceof ProblemsError) {
      process.stderr.write(describeProblems(error));
      process.exitCode = badInput;
    } else throw error;
  }
}

/** The command that is asked for, alone: each loads what it uses. All of them where they are listed, or a name is misspelt. */
function commandsFor([name]: readonly string[], project: Project | undefined): AddCommand[] {
  const asked = name ?? (project && 'synth');
  const load = asked === undefined ? undefined : commands.get(asked);
  return load ? [load()] : [...commands.values()].map((load) => load());
}

/** Problems for people: one a paragraph, the place first. */
export function describeProblems(error: ProblemsError): string {
  const count = error.problems.length;
  const lines = error.problems.map(({ where, message }) => `${pc.red('error')}: ${pc.bold(where)}: ${message}\n`);
  return `${lines.join('')}${count === 1 ? '1 problem' : `${count} problems`}, nothing was written\n`;
}
