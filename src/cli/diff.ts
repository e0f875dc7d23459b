import { type Command, Option } from 'commander';
import { readSettings } from '../checks';
import { DIFF_FORMATS, type DiffOptions, type DiffResult, runDiff } from '../checks/change-safety';
import { ProblemsError } from '../problem';
import type { Project } from '../project';
import { configOption } from './config-option';

/** What a project tells `diff`. */
type DiffProject = Pick<Project, 'changeRules' | 'products' | 'references' | 'crds'>;

/** Adds `diff`: what changed between two outputs, with the verdict of change safety. @param project whose own rows count */
export function addDiffCommand(program: Command, project: DiffProject = {}): void {
  program
    .command('diff')
    .description('tell what changed between two outputs, and what merging it would do to a running cluster')
    .option('--from <revision-or-folder>', 'what to compare with: a folder, or a git revision', 'HEAD')
    .option('--to <folder>', 'the new output', 'dist')
    .addOption(new Option('--format <format>', 'how to write it').choices([...DIFF_FORMATS]).default('text'))
    .option('--environment <name>', 'only this environment')
    .option('--verbose', 'tell findings that say the same of several objects one by one')
    .option('--acknowledgements <file>', 'file of acknowledged changes (acknowledgements.yaml, if there is one)')
    .addOption(configOption())
    .addHelpText('after', '\nExit codes: 0 nothing, OK or WARN; 1 BLOCK or RECREATE; 2 bad input')
    .action(({ config, ...options }: DiffOptions & { readonly config?: string }) => {
      const { exitCode, output } = diffAs(project, { ...options, coloured: process.stdout.isTTY === true }, config);
      (exitCode === 2 ? process.stderr : process.stdout).write(output);
      process.exitCode = exitCode;
    });
}

/** Compares with what the project says of its images and kinds, in code and in its file of settings. */
function diffAs(project: DiffProject, options: DiffOptions, config: string | undefined): DiffResult {
  const { changeRules, crds } = project;
  try {
    const { kinds } = readSettings(crds === undefined ? {} : { crds }, config);
    return runDiff({ ...options, changeRules, products: project.products, references: project.references, kinds });
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return { exitCode: 2, output: `${error.message}\n` };
  }
}
