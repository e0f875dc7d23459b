import type { ExternalSecret } from '../../environment';
import { dig, fields, list, text } from '../fields';
import type { IndexedSecret } from '../output-index';
import { sourceOf } from '../secret-supply';
import type { Entry } from './entry';

/** Keys of a Secret; `any` if who makes it does not say which. */
export type SecretKeys = ReadonlySet<string> | 'any';

/** Every Secret that is emitted, made by a controller from an emitted object, promised by the index or named as external. */
export class SecretIndex {
  private readonly keys = new Map<string, Set<string> | 'any'>();

  constructor(
    entries: readonly Entry[],
    promised: readonly IndexedSecret[] = [],
    external: readonly ExternalSecret[] = [],
    environment = '',
  ) {
    for (const entry of entries) this.addObject(entry);
    for (const secret of promised) {
      if (environment !== '' && secret.environment !== environment) continue;
      // An object that makes it says itself which keys it has; the promise stands where none is there or can be read.
      if (sourceOf(secret) !== undefined && this.find(secret.namespace, secret.name) !== undefined) continue;
      this.add(
        secret.namespace,
        secret.name,
        secret.keys.map((item) => item.key),
      );
    }
    for (const { namespace, name, keys } of external) this.add(namespace, name, keys ?? 'any');
  }

  /** The keys of a Secret, or undefined if nobody makes it. */
  find(namespace: string, name: string): SecretKeys | undefined {
    return this.keys.get(`${namespace}/${name}`);
  }

  private addObject(entry: Entry): void {
    const { namespace, name, spec, object } = entry;
    switch (`${entry.group}/${entry.kind}`) {
      case '/Secret':
        this.add(namespace, name, [...Object.keys(fields(object.data)), ...Object.keys(fields(object.stringData))]);
        break;
      case 'bitnami.com/SealedSecret': {
        const own = text(dig(spec, 'template', 'metadata', 'name')) ?? name;
        this.add(namespace, own, [
          ...Object.keys(fields(spec.encryptedData)),
          ...Object.keys(fields(dig(spec, 'template', 'data'))),
        ]);
        break;
      }
      case 'external-secrets.io/ExternalSecret': {
        const own = text(dig(spec, 'target', 'name')) ?? name;
        const templated = Object.keys(fields(dig(spec, 'target', 'template', 'data')));
        const replaced = templated.length > 0 && dig(spec, 'target', 'template', 'mergePolicy') !== 'Merge';
        if (replaced) this.add(namespace, own, templated);
        else if (list(spec.dataFrom).length > 0) this.add(namespace, own, 'any');
        else
          this.add(namespace, own, [
            ...templated,
            ...list(spec.data).map((item) => text(fields(item).secretKey) ?? ''),
          ]);
        break;
      }
      case 'cert-manager.io/Certificate':
        this.add(namespace, text(spec.secretName) ?? '', ['tls.crt', 'tls.key', 'ca.crt']);
        break;
      case 'postgresql.cnpg.io/Cluster':
        for (const suffix of ['app', 'superuser', 'ca', 'server', 'replication'])
          this.add(namespace, `${name}-${suffix}`, 'any');
        break;
      case 'rabbitmq.com/RabbitmqCluster':
        this.add(namespace, `${name}-default-user`, 'any');
        break;
    }
  }

  private add(namespace: string, name: string, keys: readonly string[] | 'any'): void {
    const place = `${namespace}/${name}`;
    const present = this.keys.get(place);
    if (keys === 'any' || present === 'any') this.keys.set(place, 'any');
    else this.keys.set(place, new Set([...(present ?? []), ...keys]));
  }
}
