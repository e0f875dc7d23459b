import type { Kubectl } from '../kubectl';
import type { NeededSecret } from '../output';

/** A needed Secret and what of it is in the cluster. */
export interface SecretState {
  readonly secret: NeededSecret;
  /** `unknown` if no cluster answers. */
  readonly state: 'exists' | 'incomplete' | 'missing' | 'unknown';
  /** Needed keys that it lacks; all of them if it is missing. */
  readonly missingKeys: readonly string[];
}

/** Names of keys only: kubectl never hands a value over. */
const keyNames = '{{.metadata.name}}{{"\\n"}}{{range $key, $value := .data}}{{$key}}{{"\\n"}}{{end}}';

/** What of some Secrets is in the cluster. @param kubectl undefined if no cluster answers */
export async function inventory(
  secrets: readonly NeededSecret[],
  kubectl: Kubectl | undefined,
): Promise<SecretState[]> {
  const states: SecretState[] = [];
  for (const secret of secrets) {
    const keys = secret.keys.map(({ key }) => key);
    const found = kubectl && (await existingKeys(kubectl, secret));
    if (kubectl === undefined) states.push({ secret, state: 'unknown', missingKeys: [] });
    else if (found === undefined) states.push({ secret, state: 'missing', missingKeys: keys });
    else {
      const missingKeys = keys.filter((key) => !found.includes(key));
      states.push({ secret, state: missingKeys.length === 0 ? 'exists' : 'incomplete', missingKeys });
    }
  }
  return states;
}

/** The keys of a Secret in the cluster; undefined if there is none. */
async function existingKeys(kubectl: Kubectl, { namespace, name }: NeededSecret): Promise<string[] | undefined> {
  const args = ['get', 'secret', name, `--namespace=${namespace}`, '--ignore-not-found'];
  const text = await kubectl.ask([...args, `--output=go-template=${keyNames}`]);
  if (text === '') return undefined;
  return text
    .split('\n')
    .slice(1)
    .filter((key) => key !== '');
}
