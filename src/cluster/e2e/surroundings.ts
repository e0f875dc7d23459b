import type { KubernetesObject } from '../../kubernetes';
import { KindRegistry } from '../../kubernetes/kind-registry';
import { groupKind, groupOf } from '../../kubernetes/object';
import { type ServedKinds, servedKinds } from '../definitions';
import type { Trial } from '../judge';
import type { Kubectl } from '../kubectl';

/** What the cluster holds that objects lean on. */
export interface Surroundings {
  readonly kinds: ServedKinds;
  readonly namespaces: ReadonlySet<string>;
  readonly priorityClasses: ReadonlySet<string>;
  /** `namespace/name`. */
  readonly serviceAccounts: ReadonlySet<string>;
}

/** A trial that can't be made yet, and what the cluster lacks for it. */
export interface Untried {
  readonly trial: Trial;
  readonly lacks: string;
}

const names = '{range .items[*]}{.metadata.namespace}{"/"}{.metadata.name}{"\\n"}{end}';

/** Asks the cluster what it has. */
export async function readSurroundings(kubectl: Kubectl): Promise<Surroundings> {
  const list = async (resource: string): Promise<string[]> => {
    const text = await kubectl.ask(['get', resource, '--all-namespaces', `--output=jsonpath=${names}`]);
    return text.split('\n').filter((line) => line !== '');
  };
  const unscoped = (lines: readonly string[]) => new Set(lines.map((line) => line.slice(line.indexOf('/') + 1)));
  return {
    kinds: await servedKinds(kubectl),
    namespaces: unscoped(await list('namespaces')),
    priorityClasses: unscoped(await list('priorityclasses.scheduling.k8s.io')),
    serviceAccounts: new Set(await list('serviceaccounts')),
  };
}

/** Parts the trials into those that the server can judge and those that lack something. */
export function partTrials(
  trials: readonly Trial[],
  surroundings: Surroundings,
): { ready: Trial[]; untried: Untried[] } {
  const ready: Trial[] = [];
  const untried: Untried[] = [];
  for (const trial of trials) {
    const lacks = lackOf(trial.object, surroundings);
    if (lacks === undefined) ready.push(trial);
    else untried.push({ trial, lacks });
  }
  return { ready, untried };
}

function lackOf(object: KubernetesObject, known: Surroundings): string | undefined {
  const group = groupOf(object.apiVersion);
  const version = object.apiVersion.slice(group.length + 1);
  if (!KindRegistry.forVersion().isServedByKubernetes(group) && !known.kinds.get(groupKind(object))?.has(version)) {
    return `kind ${object.kind} of ${object.apiVersion}`;
  }
  const { namespace } = object.metadata;
  if (namespace !== undefined && !known.namespaces.has(namespace)) return `namespace ${namespace}`;
  return object.kind === 'Pod' ? lackOfPod(object, namespace ?? 'default', known) : undefined;
}

/** The server refuses a pod, tried or not, whose account or priority class is not there. */
function lackOfPod(object: KubernetesObject, namespace: string, known: Surroundings): string | undefined {
  const spec = (object.spec ?? {}) as { serviceAccountName?: string; priorityClassName?: string };
  const account = `${namespace}/${spec.serviceAccountName ?? 'default'}`;
  if (!known.serviceAccounts.has(account)) return `ServiceAccount ${account}`;
  const priority = spec.priorityClassName;
  const isKnown = priority === undefined || priority.startsWith('system-') || known.priorityClasses.has(priority);
  return isKnown ? undefined : `PriorityClass ${priority}`;
}
