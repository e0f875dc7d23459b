import { type Command, Option } from 'commander';
import { type PublishOptions, type PublishSettings, runPublish } from '../publish';
import { seconds } from './cluster-options';
import { configOption } from './config-option';

/** Adds `publish:gitops`: an environment into a GitOps repository, as one commit. @param settings the project's own */
export function addPublishCommand(program: Command, settings?: PublishSettings): void {
  program
    .command('publish:gitops')
    .description('put an environment of the output into a GitOps repository, as one commit')
    .addOption(new Option('-e, --environment <name>', 'the environment').makeOptionMandatory())
    .addOption(new Option('-r, --repository <url-or-path>', 'GitOps repository').makeOptionMandatory())
    .option('--branch <name>', 'branch to publish to', 'main')
    .option('--path <folder>', 'folder in the repository (default: the one that the Applications read)')
    .option('--dist <folder>', 'folder of the output', 'dist')
    .option(
      '--acknowledgements <file>',
      'file of acknowledged changes (default: acknowledgements.yaml, if there is one)',
    )
    .addOption(configOption())
    .option('--adopt', 'take files over that stand where ours go')
    .option('--dry-run', 'say what would be published, push nothing')
    .option('--timeout <seconds>', 'longest answer of git (default: 300)', seconds)
    .addHelpText('after', '\nExit codes: 0 published, or nothing to do; 1 blocked or rejected; 2 bad input')
    .action(async (options: PublishOptions) => {
      const { exitCode, output } = await runPublish({ ...options, settings });
      (exitCode === 2 ? process.stderr : process.stdout).write(output);
      process.exitCode = exitCode;
    });
}
