import { dig, fields, list, text } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** Sync wave of an object, 0 if it names none. */
export function waveOf(entry: Entry): number {
  const wave = Number(entry.annotations[WAVE] ?? '0');
  return Number.isInteger(wave) ? wave : 0;
}

/** Hook phase of an object: `PreSync`, `Sync`; undefined if it is no hook. */
export function hookOf(entry: Entry): string | undefined {
  return entry.annotations['argocd.argoproj.io/hook'];
}

/** Options of the annotation `sync-options`. */
export function syncOptions(entry: Entry): readonly string[] {
  return (entry.annotations['argocd.argoproj.io/sync-options'] ?? '').split(',').map((option) => option.trim());
}

/** Applications of the set. */
export function applications(context: ManifestModel): readonly Entry[] {
  return context.ofKind('argoproj.io/Application');
}

/**
 * The Application folder an object belongs to, as the index says; all objects of a folder without an index count as one.
 * Waves order only inside one Application.
 */
export function applicationOf(context: ManifestModel, entry: Entry): string {
  const { index } = context.surroundings;
  if (index === undefined) return '';
  const all = context.memo('application-of', () => {
    const found = new Map<string, string>();
    for (const { environment, group, kind, namespace, name, application } of index.files) {
      if (environment === context.environment) found.set(`${group}/${kind}/${namespace ?? ''}/${name}`, application);
    }
    return found;
  });
  return all.get(`${entry.group}/${entry.kind}/${entry.namespace}/${entry.name}`) ?? '';
}

/** Whether some Application removes what vanishes from its folder. */
export function prunes(context: ManifestModel): boolean {
  return applications(context).some((entry) => dig(entry.spec, 'syncPolicy', 'automated', 'prune') === true);
}

/** The source folders of an Application. */
export function sourcesOf(
  application: Entry,
): readonly { path: string; repository: string; chart: boolean; field: string }[] {
  const { source, sources } = application.spec;
  const all = list(sources).map((item, index) => ({ item, field: `spec.sources[${index}]` }));
  if (source !== undefined) all.push({ item: source, field: 'spec.source' });
  return all.map(({ item, field }) => ({
    path: text(fields(item).path) ?? '',
    repository: text(fields(item).repoURL) ?? '',
    chart: fields(item).chart !== undefined,
    field,
  }));
}

/** Whether one of the patterns (`*` for any text, `!` for not) takes in a text. */
export function globMatches(pattern: string, value: string): boolean {
  const form = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${form}$`).test(value);
}
