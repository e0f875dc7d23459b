import { dig, fields, list, text } from '../fields';
import type { Entry } from './entry';
import { kedaTriggers } from './keda';
import type { ManifestModel } from './manifest-model';
import { podReferences } from './pod-references';

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

function* collect(context: ManifestModel): Iterable<Need> {
  for (const template of context.templates) {
    const { entry, namespace, spec, specPath } = template;
    const named: [string, string, string | undefined, string][] = [
      ['ServiceAccount', namespace, text(spec.serviceAccountName), `${specPath}.serviceAccountName`],
      ['PriorityClass', '', text(spec.priorityClassName), `${specPath}.priorityClassName`],
    ];
    for (const { kind, name, path, optional } of podReferences(template))
      if (!optional) named.push([kind, namespace, name, path]);
    for (const [index, volume] of list(spec.volumes).entries()) {
      named.push([
        'PersistentVolumeClaim',
        namespace,
        text(dig(volume, 'persistentVolumeClaim', 'claimName')),
        `${specPath}.volumes[${index}]`,
      ]);
    }
    for (const [kind, place, name, path] of named) {
      const needed =
        name === undefined ? undefined : (context.find(kind, place, name) ?? maker(context, kind, place, name));
      if (needed !== undefined) yield { entry, needed, path };
    }
  }
  for (const { entry, trigger, path } of kedaTriggers(context)) {
    const needed = context.find(
      'TriggerAuthentication',
      entry.namespace,
      text(fields(trigger.authenticationRef).name) ?? '',
    );
    if (needed !== undefined) yield { entry, needed, path: `${path}.authenticationRef` };
  }
}

/** The ExternalSecret or SealedSecret of the same name makes the Secret. */
function maker(context: ManifestModel, kind: string, namespace: string, name: string): Entry | undefined {
  if (kind !== 'Secret') return undefined;
  return context.find('ExternalSecret', namespace, name) ?? context.find('SealedSecret', namespace, name);
}
