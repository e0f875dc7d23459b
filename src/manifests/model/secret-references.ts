import type { ManifestModel } from './manifest-model';
import type { Reference } from './references';

/** Secrets that something of the set does not do without; those of an Ingress only where nobody issues its certificate. */
export function neededSecrets(model: ManifestModel): readonly Reference[] {
  return model.memo('needed-secrets', () =>
    model.references.all.filter(({ kind, name, optional, entry }) => {
      if (kind !== 'Secret' || optional) return false;
      if (model.template(entry) !== undefined) return true;
      return name !== '' && !Object.keys(entry.annotations).some((key) => key.startsWith('cert-manager.io/'));
    }),
  );
}
