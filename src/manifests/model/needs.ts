import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';

/** An object that another one cannot do without. */
export interface Need {
  readonly entry: Entry;
  readonly needed: Entry;
  readonly path: string;
}

/** What objects of the set need of each other before they can get healthy. */
export function needs(context: ManifestModel): readonly Need[] {
  return context.memo('needs', () => [...collect(context)]);
}

/** Kinds without which an object that names them does not get healthy. */
const needed: ReadonlySet<string> = new Set([
  'ServiceAccount',
  'PriorityClass',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'TriggerAuthentication',
]);

function* collect(model: ManifestModel): Iterable<Need> {
  for (const { entry, kind, namespace, name, optional, path } of model.references.all) {
    if (optional || !needed.has(kind)) continue;
    // What other controllers than the kubelet do without a Secret is theirs.
    if (kind === 'Secret' && model.template(entry) === undefined) continue;
    const found = model.find(kind, namespace, name) ?? maker(model, kind, namespace, name);
    if (found !== undefined) yield { entry, needed: found, path };
  }
}

/** The ExternalSecret or SealedSecret of the same name makes the Secret. */
function maker(context: ManifestModel, kind: string, namespace: string, name: string): Entry | undefined {
  if (kind !== 'Secret') return undefined;
  return context.find('ExternalSecret', namespace, name) ?? context.find('SealedSecret', namespace, name);
}
