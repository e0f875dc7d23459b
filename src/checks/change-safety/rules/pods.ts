import type { Manifest } from '../../../manifests';
import { type Entry, type ManifestModel, type PodTemplate, productOf } from '../../../manifests/model';
import type { Circumstances } from '../rule';

/** The pods of the object before the change; undefined if it made none. */
export function podBefore({ change, before }: Circumstances): PodTemplate | undefined {
  return podOf(before, change.from);
}

/** The pods of the object after the change. */
export function podAfter({ change, after }: Circumstances): PodTemplate | undefined {
  return podOf(after, change.to);
}

function podOf(model: ManifestModel, manifest: Manifest | undefined): PodTemplate | undefined {
  const entry = manifest === undefined ? undefined : model.entryOf(manifest);
  return entry === undefined ? undefined : model.template(entry);
}

/** Whether a container of the pods runs a server of this family. */
export function runs(pods: PodTemplate | undefined, family: string): boolean {
  return pods?.containers.some((container) => productOf(container) === family) ?? false;
}

/** Whether an object is a Job that each rollout makes anew. */
export function isHook({ kind, annotations }: Entry): boolean {
  return kind === 'Job' && annotations['argocd.argoproj.io/hook'] !== undefined;
}
