import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { ProblemsError } from '../problem';
import type { Project } from '../project';
import { addApplyCommand } from './apply';
import { addCheckCommand } from './check';
import { addDiffCommand } from './diff';
import { addE2eCommand } from './e2e';
import { addPublishCommand } from './publish';
import { addSchemaCommand } from './schema';
import { addSecretsCommand } from './secrets';
import { addSynthCommand } from './synth';

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
export async function main(project: Project, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = new Command('cdk8s-tiers').description(
    'production Kubernetes manifests from a short description of a system',
  );
  program.exitOverride().showHelpAfterError('(--help lists commands and options)');
  addSynthCommand(program, project);
  addSchemaCommand(program, project);
  addCheckCommand(program);
  addDiffCommand(program);
  addPublishCommand(program);
  addApplyCommand(program);
  addSecretsCommand(program);
  addE2eCommand(program);
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

/** Problems for people: one a paragraph, the place first. */
export function describeProblems(error: ProblemsError): string {
  const count = error.problems.length;
  const lines = error.problems.map(({ where, message }) => `${pc.red('error')}: ${pc.bold(where)}: ${message}\n`);
  return `${lines.join('')}${count === 1 ? '1 problem' : `${count} problems`}, nothing was written\n`;
}
