import { groupKind } from '../../kubernetes/object';
import { supplyOf } from '../../manifests';
import { ProblemsError } from '../../problem';
import { Kubectl, reasonOf } from '../kubectl';
import { type EnvironmentOutput, readOutput } from '../output';
import { type CommandResult, Transcript } from '../transcript';
import { addKeys, createSecret } from './create';
import { inventory, type SecretState } from './inventory';
import { askFor, valuesOf } from './key-values';
import { providerOf, type SecretsMakingOptions } from './options';
import { type OutsideValues, readOutsideValues, trailingLineBreaks } from './outside-values';

/** How one Secret came out. */
interface Outcome {
  readonly done: boolean;
  readonly lines: readonly string[];
}

/**
 * Makes the Secrets that an environment with the provider `manual` lacks, with random values; those that exist stay as they
 * are. Values go to kubectl's standard input only.
 */
export function runSecretsCreate(options: SecretsMakingOptions): Promise<CommandResult> {
  const transcript = new Transcript(options.onLine);
  return transcript.of(async () => {
    const output = readOutput(options.dist ?? 'dist', options.environment);
    const provider = providerOf(output);
    if (provider !== undefined && provider.supply !== 'create') {
      throw ProblemsError.at(
        options.environment,
        `its Secrets come by provider '${provider.name}', only those of 'manual' are made here; ` +
          'see what it needs with `secrets list`',
      );
    }
    const outside = readOutsideValues(options.fromFile ?? [], output.secrets);
    const kubectl = new Kubectl(options.kubectl);
    const server = await kubectl.server();
    if ('problem' in server) throw ProblemsError.at('kubectl', `no cluster answers: ${server.problem}`);
    transcript.say(`cluster: context ${await kubectl.contextName()}, Kubernetes ${server.version}`);
    for (const key of trailingLineBreaks(outside)) {
      transcript.say(`note: the file for ${key} ends in a line break, which becomes part of the value`);
    }
    const states = await inventory(output.secrets, kubectl);
    const open = states
      .filter(({ state, secret }) => state === 'missing' && supplyOf(secret) === 'create')
      .map(({ secret }) => secret.namespace);
    const isReady = await makeNamespaces(kubectl, output, [...new Set(open)], options.dryRun ?? false, transcript);
    let complete = isReady;
    for (const state of states) {
      const { done, lines } = await settle(kubectl, state, outside, options);
      transcript.say(...lines);
      complete &&= done;
    }
    transcript.say(complete ? 'nothing is missing' : 'not complete: see above');
    return complete ? 0 : 1;
  });
}

async function settle(
  kubectl: Kubectl,
  { secret, state, missingKeys }: SecretState,
  outside: OutsideValues,
  options: SecretsMakingOptions,
): Promise<Outcome> {
  const name = `${secret.namespace}/${secret.name}`;
  if (state === 'exists') return { done: true, lines: [`${name}: exists, left as it is`] };
  if (supplyOf(secret) === 'elsewhere') {
    return { done: false, lines: [`${name}: lacks ${missingKeys.join(', ')}, and is not ours to make: ask its owner`] };
  }
  const isNew = state === 'missing';
  if (!isNew && !options.addMissingKeys) {
    const line = `${name}: exists, but lacks ${missingKeys.join(', ')}: left as it is; --add-missing-keys adds them`;
    return { done: false, lines: [line] };
  }
  const made = valuesOf(secret, missingKeys, outside);
  if ('lacking' in made) {
    const what = isNew ? 'not made' : 'left as it is';
    return {
      done: false,
      lines: [`${name}: ${what}, values from outside are missing:`, ...askFor(secret, made.lacking)],
    };
  }
  const keys = missingKeys.join(', ');
  if (options.dryRun) return { done: true, lines: [`${name}: would get ${keys}`] };
  const result = await (isNew ? createSecret : addKeys)(kubectl, secret, made.values);
  if (result.code === 0) return { done: true, lines: [`${name}: ${isNew ? 'made with' : 'got'} ${keys}`] };
  return { done: false, lines: [`${name}: not made: ${reasonOf(result)}`] };
}

/** Namespaces that Secrets go to and that are not there yet: taken from the output, pod security labels included. */
async function makeNamespaces(
  kubectl: Kubectl,
  output: EnvironmentOutput,
  names: readonly string[],
  isDryRun: boolean,
  transcript: Transcript,
): Promise<boolean> {
  const there = await kubectl.get(names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
  let complete = true;
  for (const name of names) {
    if (there.some(({ metadata }) => metadata.name === name)) continue;
    const own = output.objects.find(
      ({ object }) => groupKind(object) === '/Namespace' && object.metadata.name === name,
    );
    if (own === undefined) {
      transcript.say(`namespace ${name}: not there, and not in the output: run \`kubectl create namespace ${name}\``);
      complete = false;
    } else if (isDryRun) transcript.say(`namespace ${name}: would be made`);
    else {
      const result = await kubectl.apply([own.object]);
      transcript.say(`namespace ${name}: ${result.code === 0 ? 'made' : `not made: ${reasonOf(result)}`}`);
      complete &&= result.code === 0;
    }
  }
  return complete;
}
