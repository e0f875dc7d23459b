import type { EnvironmentOutput, NeededKey } from '../output';
import type { SecretState } from './inventory';

const origins: Readonly<Record<NeededKey['origin'], (key: NeededKey) => string>> = {
  generated: ({ length }) => `generated, ${length ?? 32} letters and digits`,
  fixed: () => 'fixed, given by the manifests',
  outside: ({ description }) => `from outside${description === undefined ? '' : `: ${description}`}`,
};

/** What is sealed, for environments that seal. */
export interface SealedState {
  /** Names of the sealed keys by `namespace/name`. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** Every needed Secret: whether it exists, its keys and where they come from, and who reads it. Never a value. */
export function describeSecrets(
  output: EnvironmentOutput,
  states: readonly SecretState[],
  sealed?: SealedState,
): string[] {
  return states.flatMap((state) => {
    const { secret } = state;
    const own = sealed?.keys.get(`${secret.namespace}/${secret.name}`);
    const width = Math.max(...secret.keys.map(({ key }) => key.length));
    return [
      `${secret.namespace}/${secret.name}: ${stateOf(state)}${sealed ? `, ${sealedStateOf(state, own)}` : ''}`,
      ...secret.keys.map((key) => `    ${key.key.padEnd(width)}  ${origins[key.origin](key)}`),
      ...usersOf(output, secret.usedBy),
    ];
  });
}

function stateOf({ state, missingKeys }: SecretState): string {
  return state === 'incomplete' ? `exists, but lacks ${missingKeys.join(', ')}` : state;
}

function sealedStateOf({ secret }: SecretState, sealed: readonly string[] | undefined): string {
  if (sealed === undefined) return 'not sealed';
  const lacking = secret.keys.filter(({ key }) => !sealed.includes(key)).map(({ key }) => key);
  return lacking.length === 0 ? 'sealed' : `sealed without ${lacking.join(', ')}`;
}

function usersOf(output: EnvironmentOutput, usedBy: readonly string[]): string[] {
  if (usedBy.length === 0) return ['    used by nothing in this output'];
  const prefix = `${output.environment}/`;
  return usedBy.map(
    (path, index) =>
      `    ${index === 0 ? 'used by' : '       '} ${path.startsWith(prefix) ? path.slice(prefix.length) : path}`,
  );
}
