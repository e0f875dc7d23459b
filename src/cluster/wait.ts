import type { KindRegistry, KubernetesObject } from '../kubernetes';
import { describeObject, objectKey } from '../manifests';
import type { Kubectl } from './kubectl';
import { isAwaited, readinessOf } from './readiness';
import type { ClusterFacts } from './status';

export interface WaitOptions {
  /** Longest wait for one step. */
  readonly timeoutSeconds: number;
  /** Time between two looks. @default 2 */
  readonly pollSeconds?: number | undefined;
  readonly facts: ClusterFacts;
  /** What is known of kinds. */
  readonly kinds: KindRegistry;
  /** Hears what is waited for, whenever it changes. */
  readonly tell: (line: string) => void;
}

/** An object that did not become ready, and why. */
export interface NotReady {
  readonly object: string;
  readonly state: 'waiting' | 'failed';
  readonly reason: string;
}

/** Waits until all of these are ready; at once when one has failed. Gives those that are not. */
export async function waitUntilReady(
  kubectl: Kubectl,
  objects: readonly KubernetesObject[],
  options: WaitOptions,
): Promise<NotReady[]> {
  const awaited = objects.filter((object) => isAwaited(object, options.kinds));
  const deadline = performance.now() + options.timeoutSeconds * 1000;
  let told = '';
  while (awaited.length > 0) {
    const open = await notReady(kubectl, awaited, options);
    if (open.length === 0) break;
    const line = `  waits for ${open.map(({ object, reason }) => `${object}: ${reason}`).join('; ')}`;
    if (line !== told) options.tell(line);
    told = line;
    if (open.some(({ state }) => state === 'failed') || performance.now() >= deadline) return open;
    await new Promise((resolve) => setTimeout(resolve, (options.pollSeconds ?? 2) * 1000));
  }
  return [];
}

async function notReady(
  kubectl: Kubectl,
  objects: readonly KubernetesObject[],
  { facts, kinds }: WaitOptions,
): Promise<NotReady[]> {
  const found = new Map((await kubectl.get(objects)).map((object) => [objectKey(object), object]));
  return objects.flatMap((object): NotReady[] => {
    const live = found.get(objectKey(object));
    const { state, reason } = live
      ? readinessOf(live, facts, kinds)
      : ({ state: 'waiting', reason: 'is not in the cluster' } as const);
    return state === 'ready' ? [] : [{ object: describeObject(object), state, reason }];
  });
}

/** What the cluster says about storage classes. */
export async function readFacts(kubectl: Kubectl): Promise<ClusterFacts> {
  const text = await kubectl.ask(['get', 'storageclasses.storage.k8s.io', '--output=json']);
  const classes = (JSON.parse(text) as { items?: (KubernetesObject & { volumeBindingMode?: string })[] }).items ?? [];
  const isDefault = ({ metadata }: KubernetesObject) =>
    metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  return {
    lateBindingClasses: new Set(
      classes
        .filter(({ volumeBindingMode }) => volumeBindingMode === 'WaitForFirstConsumer')
        .map(({ metadata }) => metadata.name),
    ),
    defaultClass: classes.find(isDefault)?.metadata.name,
  };
}
