import { supplyOf } from '../manifests';
import { unsealedSecrets } from '../secret-providers/sealing';
import { missingKinds, servedKinds } from './definitions';
import type { Kubectl } from './kubectl';
import { installationsOf } from './operators';
import type { EnvironmentOutput } from './output';
import { planRollout } from './rollout';
import { inventory } from './secrets/inventory';
import { needsOf } from './secrets/options';
import type { Transcript } from './transcript';

/** Whether everything is there that has to be before the first apply: custom kinds, Secrets. Says how to bring what is not. */
export async function isPrepared(
  kubectl: Kubectl,
  output: EnvironmentOutput,
  transcript: Transcript,
): Promise<boolean> {
  const hasAllKinds = await hasKinds(kubectl, output, transcript);
  const hasAllSecrets = await hasSecrets(kubectl, output, transcript);
  const isAllSealed = isSealed(output, transcript);
  return hasAllKinds && hasAllSecrets && isAllSealed;
}

async function hasKinds(kubectl: Kubectl, output: EnvironmentOutput, transcript: Transcript): Promise<boolean> {
  const applied = planRollout(output).steps.flatMap(({ objects }) => objects.map(({ object }) => object));
  const missing = missingKinds(applied, await servedKinds(kubectl));
  for (const { kinds, command } of installationsOf(missing, output)) {
    const names = kinds.map(
      ({ kind, apiVersion, objects }) =>
        `${kind} of ${apiVersion} (needed ${objects === 1 ? 'once' : `${objects} times`})`,
    );
    transcript.say(`the cluster does not know ${names.join(', ')}`);
    transcript.say(
      command === undefined
        ? '  no Application of this environment brings it: install its operator, or let the environment do so'
        : `install it first:\n\n${command}\n`,
    );
  }
  return missing.length === 0;
}

async function hasSecrets(kubectl: Kubectl, output: EnvironmentOutput, transcript: Transcript): Promise<boolean> {
  const made = output.secrets.filter((secret) => supplyOf(secret) === 'create');
  const open = (await inventory(made, kubectl)).filter(({ state }) => state !== 'exists');
  if (open.length === 0) return true;
  for (const { secret, missingKeys } of open) {
    transcript.say(`Secret ${secret.namespace}/${secret.name} lacks ${missingKeys.join(', ')}`);
  }
  transcript.say(`make them first: npm run secrets -- create --environment ${output.environment}`);
  return false;
}

/** Whether the Secrets that are to come sealed are. */
function isSealed(output: EnvironmentOutput, transcript: Transcript): boolean {
  const sealed = output.secrets.filter((secret) => supplyOf(secret) === 'seal');
  const open = unsealedSecrets(
    needsOf(sealed),
    output.objects.map(({ object }) => object),
  );
  if (open.length === 0) return true;
  for (const { need, keys } of open)
    transcript.say(`Secret ${need.namespace}/${need.name}: ${keys.join(', ')} not sealed`);
  transcript.say(`seal them first: npm run secrets -- seal --environment ${output.environment}, then synth`);
  return false;
}
