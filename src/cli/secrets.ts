import { type Command, Option } from 'commander';
import {
  runSecretsCreate,
  runSecretsList,
  runSecretsSeal,
  type SecretsMakingOptions,
  type SecretsOptions,
  type SecretsSealOptions,
  toTerminal,
} from '../cluster';
import { addClusterOptions, addOutputOptions, type ClusterFlags, kubectlOf } from './cluster-options';

type Flags<T> = Omit<T, 'kubectl' | 'onLine'> & ClusterFlags;

/** Adds `secrets list`, `secrets create` and `secrets seal`. */
export function addSecretsCommand(program: Command): void {
  const secrets = program.command('secrets').description('list, make and seal the Secrets that an environment needs');
  const list = secrets.command('list').description('what must exist, where it comes from, who reads it, what is there');
  addClusterOptions(addOutputOptions(list))
    .addOption(environmentsFolder())
    .addHelpText('after', '\nExit codes: 0 listed; 2 bad input')
    .action(async (flags: Flags<SecretsOptions>) => {
      const result = await runSecretsList({ ...flags, kubectl: kubectlOf(flags), onLine: toTerminal });
      process.exitCode = result.exitCode;
    });
  const create = secrets
    .command('create')
    .description("make the missing Secrets in the cluster, with random values (provider 'manual')");
  addMakingOptions(addClusterOptions(addOutputOptions(create)))
    .addHelpText('after', '\nExit codes: 0 nothing is missing; 1 something still is; 2 bad input')
    .action(async (flags: Flags<SecretsMakingOptions>) => {
      const result = await runSecretsCreate({ ...flags, kubectl: kubectlOf(flags), onLine: toTerminal });
      process.exitCode = result.exitCode;
    });
  const seal = secrets
    .command('seal')
    .description("seal the missing Secrets for the cluster's public certificate (provider 'sealed-secrets')");
  addMakingOptions(addOutputOptions(seal))
    .addOption(environmentsFolder())
    .option('--renew <name...>', 'seal these anew, with new values')
    .option('--certificate <file>', 'public certificate (default: the one that the environment file names)')
    .addHelpText('after', '\nExit codes: 0 everything is sealed; 1 something is not; 2 bad input')
    .action(async (flags: SecretsSealOptions) => {
      const result = await runSecretsSeal({ ...flags, onLine: toTerminal });
      process.exitCode = result.exitCode;
    });
}

function environmentsFolder(): Option {
  return new Option('--environments <folder>', 'folder of the environment files').default('environments');
}

function addMakingOptions(command: Command): Command {
  return command
    .option('--from-file <namespace/name/key=path...>', 'value from outside, as it stands in a file')
    .option('--add-missing-keys', 'add keys that existing Secrets lack; their other keys stay')
    .option('--dry-run', 'say what would be made, make nothing');
}
