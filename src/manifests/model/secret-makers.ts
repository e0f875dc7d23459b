import { dig, fields, list, text } from '../fields';
import type { Entry } from './entry';

/** Keys of a Secret; `any` if who makes it does not say which. */
export type SecretKeys = ReadonlySet<string> | 'any';

/** A Secret that an object is, or that a controller makes of it. */
export interface MadeSecret {
  readonly name: string;
  readonly keys: SecretKeys;
}

/** The Secrets of the namespace that come from an object. */
export function secretsMadeBy({ group, kind, name, spec, object }: Entry): readonly MadeSecret[] {
  switch (`${group}/${kind}`) {
    case '/Secret':
      return [{ name, keys: keysOf(object.data, object.stringData) }];
    case 'bitnami.com/SealedSecret': {
      const own = text(dig(spec, 'template', 'metadata', 'name')) ?? name;
      return [{ name: own, keys: keysOf(spec.encryptedData, dig(spec, 'template', 'data')) }];
    }
    case 'external-secrets.io/ExternalSecret':
      return [{ name: text(dig(spec, 'target', 'name')) ?? name, keys: externalKeys(spec) }];
    case 'cert-manager.io/Certificate':
      return [{ name: text(spec.secretName) ?? '', keys: new Set(['tls.crt', 'tls.key', 'ca.crt']) }];
    case 'postgresql.cnpg.io/Cluster':
      return ['app', 'superuser', 'ca', 'server', 'replication'].map((role) => ({
        name: `${name}-${role}`,
        keys: 'any',
      }));
    case 'rabbitmq.com/RabbitmqCluster':
      return [{ name: `${name}-default-user`, keys: 'any' }];
    default:
      return [];
  }
}

/** A template replaces the values that are fetched, unless it says that it is merged with them. */
function externalKeys(spec: Entry['spec']): SecretKeys {
  const templated = Object.keys(fields(dig(spec, 'target', 'template', 'data')));
  if (templated.length > 0 && dig(spec, 'target', 'template', 'mergePolicy') !== 'Merge') return new Set(templated);
  if (list(spec.dataFrom).length > 0) return 'any';
  return new Set([...templated, ...list(spec.data).map((item) => text(fields(item).secretKey) ?? '')]);
}

function keysOf(...maps: readonly unknown[]): SecretKeys {
  return new Set(maps.flatMap((map) => Object.keys(fields(map))));
}
