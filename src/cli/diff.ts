import { type Command, Option } from 'commander';
import { DIFF_FORMATS, type DiffOptions, runDiff } from '../checks/change-safety';
import type { Project } from '../project';

/** Adds `diff`: what changed between two outputs, with the verdict of change safety. @param project whose own rows count */
export function addDiffCommand(
  program: Command,
  project?: Pick<Project, 'changeRules' | 'products' | 'references'>,
): void {
  program
    .command('diff')
    .description('tell what changed between two outputs, and what merging it would do to a running cluster')
    .option('--from <revision-or-folder>', 'what to compare with: a folder, or a git revision', 'HEAD')
    .option('--to <folder>', 'the new output', 'dist')
    .addOption(new Option('--format <format>', 'how to write it').choices([...DIFF_FORMATS]).default('text'))
    .option('--environment <name>', 'only this environment')
    .option('--verbose', 'tell findings that say the same of several objects one by one')
    .option('--acknowledgements <file>', 'file of acknowledged changes (acknowledgements.yaml, if there is one)')
    .addHelpText('after', '\nExit codes: 0 nothing, OK or WARN; 1 BLOCK or RECREATE; 2 bad input')
    .action((options: DiffOptions) => {
      const { exitCode, output } = runDiff({
        ...options,
        changeRules: project?.changeRules,
        products: project?.products,
        references: project?.references,
        coloured: process.stdout.isTTY === true,
      });
      (exitCode === 2 ? process.stderr : process.stdout).write(output);
      process.exitCode = exitCode;
    });
}
