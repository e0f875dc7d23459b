import type { KindRegistry } from '../kubernetes';
import { groupOf } from '../kubernetes/object';
import type { IndexedRequirement } from '../manifests';
import { compare, ProblemsError } from '../problem';
import { describeRequirement, type RequiredPods } from '../requirements';
import { kindsFor, servedKinds } from './definitions';
import type { Kubectl } from './kubectl';
import type { EnvironmentOutput } from './output';
import { readinessOf } from './readiness';
import type { Transcript } from './transcript';

/** What the cluster says of something that is required. */
type Answer =
  | { readonly state: 'there' | 'unknown'; readonly reason?: string }
  | { readonly state: 'lacking'; readonly reason: string };

/** Named so many times, what needs it says enough. */
const namesTold = 3;

/**
 * Whether the cluster has what has to be there without being in the output, as far as it can be asked. Says what it lacks and how to
 * mend it; what the user may not ask for is told, and is no reason to stop.
 */
export async function hasRequirements(
  kubectl: Kubectl,
  output: EnvironmentOutput,
  transcript: Transcript,
  known?: KindRegistry,
): Promise<boolean> {
  const asked = output.requirements.filter(isAsked);
  const kinds = kindsFor(output, known);
  const answers = await Promise.all(asked.map((requirement) => ask(kubectl, requirement, kinds)));
  let lacking = 0;
  for (const [position, { state, reason }] of answers.entries()) {
    const requirement = asked[position] as IndexedRequirement;
    if (state === 'there') continue;
    if (state === 'unknown') transcript.say(`can't ask for ${describeRequirement(requirement)}: ${reason}`);
    else tellLack(requirement, reason ?? '', transcript);
    if (state === 'lacking') lacking++;
  }
  return lacking === 0;
}

/** Says what has to be there, without asking for it. */
export function tellRequirements({ requirements }: EnvironmentOutput, transcript: Transcript): void {
  for (const requirement of requirements) {
    const { why, mend } = requirement;
    transcript.say(`has to be there before: ${describeRequirement(requirement)}; without it ${why}; ${mend}`);
  }
}

function isAsked({ apiVersion, pods }: IndexedRequirement): boolean {
  return apiVersion !== undefined || pods !== undefined;
}

function tellLack(requirement: IndexedRequirement, reason: string, transcript: Transcript): void {
  const { why, mend, neededBy } = requirement;
  const more = neededBy.length - namesTold;
  const users = [...neededBy.slice(0, namesTold), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  transcript.say(
    `the cluster lacks ${describeRequirement(requirement)}: ${reason}`,
    `  without it ${why}`,
    `  needed by ${users}`,
    `  ${mend}`,
  );
}

async function ask(kubectl: Kubectl, requirement: IndexedRequirement, kinds: KindRegistry): Promise<Answer> {
  try {
    return requirement.pods ? await askPods(kubectl, requirement.pods) : await askObject(kubectl, requirement, kinds);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    if (await isUnknownKind(kubectl, requirement, kinds)) {
      return { state: 'lacking', reason: `${requirement.apiVersion} has no such kind here` };
    }
    return { state: 'unknown', reason: error.problems.map(({ message }) => message).join('; ') };
  }
}

async function askObject(
  kubectl: Kubectl,
  { apiVersion = '', kind, namespace, name }: IndexedRequirement,
  kinds: KindRegistry,
): Promise<Answer> {
  const ref = { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
  if (kind === 'Secret') return (await kubectl.isThere(ref)) ? { state: 'there' } : absent;
  const [object] = await kubectl.get([ref]);
  if (object === undefined) return absent;
  const { state, reason } = readinessOf(object, { lateBindingClasses: new Set() }, kinds);
  return state === 'ready' ? { state: 'there' } : { state: 'lacking', reason: `it is there, but not ready: ${reason}` };
}

const absent: Answer = { state: 'lacking', reason: 'it is not there' };

async function askPods(kubectl: Kubectl, { namespace, labels = {} }: RequiredPods): Promise<Answer> {
  const selector = Object.entries(labels)
    .sort(([a], [b]) => compare(a, b))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const names = await kubectl.ask([
    'get',
    'pods',
    ...(namespace === undefined ? ['--all-namespaces'] : [`--namespace=${namespace}`]),
    ...(selector === '' ? [] : [`--selector=${selector}`]),
    '--output=name',
  ]);
  if (names.trim() !== '') return { state: 'there' };
  const which = selector === '' ? 'no pod' : `no pod with ${selector}`;
  return { state: 'lacking', reason: `${which} ${namespace === undefined ? 'is there' : `in namespace ${namespace}`}` };
}

async function isUnknownKind(
  kubectl: Kubectl,
  { apiVersion, kind }: IndexedRequirement,
  kinds: KindRegistry,
): Promise<boolean> {
  if (apiVersion === undefined || kinds.isServedByKubernetes(groupOf(apiVersion))) return false;
  const group = groupOf(apiVersion);
  return !(await servedKinds(kubectl)).get(`${group}/${kind}`)?.has(apiVersion.slice(group.length + 1));
}
