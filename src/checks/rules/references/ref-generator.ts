import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const refGenerator: Rule = {
  id: 'ref-generator',
  title: 'an ExternalSecret names a generator or store that is not there',
  severity: 'error',
  why: 'the Secret is never made, and every pod that needs it waits',
  mend: 'add the generator (or the SecretStore) in the same namespace, or correct kind and name',
  source: 'External Secrets docs, generators',
  *check(context) {
    for (const entry of context.ofKind('external-secrets.io/ExternalSecret')) {
      const sources = list(entry.spec.dataFrom).map((item, index) => ({
        reference: fields(dig(item, 'sourceRef', 'generatorRef')),
        field: `spec.dataFrom[${index}].sourceRef.generatorRef`,
      }));
      for (const { reference, field } of sources) {
        const { kind, name } = reference;
        if (typeof kind !== 'string' || typeof name !== 'string' || kind === 'ClusterGenerator') continue;
        if (!context.exists(kind, entry.namespace, name))
          yield { entry, field: `${field}.name`, value: `${kind} ${entry.namespace}/${name}` };
      }
      const { kind = 'SecretStore', name } = fields(entry.spec.secretStoreRef);
      const stores = context
        .ofKind('external-secrets.io/SecretStore')
        .some((store) => store.namespace === entry.namespace);
      if (
        kind === 'SecretStore' &&
        typeof name === 'string' &&
        stores &&
        !context.exists('SecretStore', entry.namespace, name)
      ) {
        yield { entry, field: 'spec.secretStoreRef.name', value: `SecretStore ${entry.namespace}/${name}` };
      }
    }
  },
};
