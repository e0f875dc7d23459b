import { supplyOf } from '../../manifests';
import { readSealedFiles, sealedFolder, sealingProblems } from '../../secret-providers/sealing';
import { Kubectl } from '../kubectl';
import { readOutput } from '../output';
import { type CommandResult, Transcript } from '../transcript';
import { inventory } from './inventory';
import { describeSecrets } from './list';
import { needsOf, providerOf, type SecretsOptions } from './options';

/** Lists the Secrets of an environment, what they hold, who reads them, and which exist. Changes nothing, prints no value. */
export function runSecretsList(options: SecretsOptions): Promise<CommandResult> {
  const transcript = new Transcript(options.onLine);
  return transcript.of(async () => {
    const output = readOutput(options.dist ?? 'dist', options.environment);
    const provider = providerOf(output);
    if (provider === undefined) {
      transcript.say(`${output.environment}: needs no Secrets`);
      return 0;
    }
    const kubectl = new Kubectl(options.kubectl);
    const server = await answerOf(kubectl);
    const ours = output.secrets.filter((secret) => supplyOf(secret) === 'seal');
    const states = await inventory(output.secrets, 'version' in server ? kubectl : undefined);
    const folder = sealedFolder(options.environments ?? 'environments', output.environment);
    const sealed =
      provider.supply === 'seal'
        ? new Map(
            readSealedFiles(folder).map(({ object }) => [
              `${object.metadata.namespace}/${object.metadata.name}`,
              Object.keys(object.spec.encryptedData),
            ]),
          )
        : undefined;
    const cluster =
      'version' in server
        ? `cluster: context ${await kubectl.contextName()}, Kubernetes ${server.version}`
        : `cluster: unknown, none answers (${server.problem})`;
    transcript.say(
      `${output.environment}: ${output.secrets.length} Secrets by provider ${provider.name}; ${cluster}`,
      '',
    );
    transcript.say(...describeSecrets(output, states, sealed && { keys: sealed }));
    const problems = sealed ? sealingProblems(folder, output.environment, needsOf(ours)) : [];
    if (problems.length > 0) transcript.say('', ...problems.map(({ where, message }) => `${where}: ${message}`));
    const missing = states.filter(({ state }) => state === 'missing' || state === 'incomplete').length;
    if ('version' in server)
      transcript.say('', missing === 0 ? 'all of them exist' : `${missing} of them are missing or incomplete`);
    return 0;
  });
}

async function answerOf(kubectl: Kubectl): Promise<Awaited<ReturnType<Kubectl['server']>>> {
  try {
    return await kubectl.server();
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
