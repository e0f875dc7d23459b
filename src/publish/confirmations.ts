import { annotations } from '../kubernetes/labels';
import { describeObject, type ManifestSet } from '../manifests';
import { compare } from '../problem';

/**
 * What Argo CD asks a person for when an object leaves Git that is guarded by `Prune=confirm`, with the commands that answer;
 * empty if there is none. Its Application takes no commit until then, so that whoever publishes has to know.
 */
export function confirmations(before: ManifestSet, after: ManifestSet): string {
  const there = after.keyed();
  const leaving = new Map<string, string[]>();
  for (const [key, { object, path }] of before.keyed()) {
    const options = object.metadata.annotations?.[annotations.syncOptions]?.split(',') ?? [];
    if (there.has(key) || !options.some((option) => option.trim() === 'Prune=confirm')) continue;
    const application = path.slice(0, Math.max(0, path.indexOf('/')));
    leaving.set(application, [...(leaving.get(application) ?? []), describeObject(object)]);
  }
  if (leaving.size === 0) return '';
  const namespace = after.ofKind('Application', 'argoproj.io')[0]?.object.metadata.namespace ?? 'argocd';
  const applications = [...leaving].sort(([a], [b]) => compare(a, b));
  return [
    'Argo CD asks a person before it deletes what follows; until somebody answers, the sync of its Application waits and takes no other commit, not even a revert',
    ...applications.flatMap(([application, objects]) => [
      '',
      `  ${application}: ${objects.sort(compare).join(', ')}`,
      `    to delete: argocd app confirm-deletion ${application}`,
      `           or: kubectl annotate application ${application} -n ${namespace} --overwrite ${approval}`,
      `    to keep: publish the output with it again, then argocd app terminate-op ${application}`,
    ]),
    '',
    '',
  ].join('\n');
}

const approval = 'argocd.argoproj.io/deletion-approved=$(date -u +%Y-%m-%dT%H:%M:%SZ)';
