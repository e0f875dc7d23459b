import type { Entry } from './entry';
import { parseUrl } from './hosts';
import { isSentinel, productOf } from './images';
import type { ManifestModel } from './manifest-model';
import { namedTexts } from './named-texts';
import type { ContainerAt } from './pod-template';

/** Containers that run a data node. */
export function redisServers(context: ManifestModel): readonly ContainerAt[] {
  return context.containers.filter((container) => productOf(container) === 'redis' && !isSentinel(container));
}

/** An address of Redis that some program is given. */
export interface RedisClient {
  readonly entry: Entry;
  readonly path: string;
  readonly host: string;
  readonly pod?: string;
  readonly service: string;
  readonly namespace: string;
}

/** Every `redis://` address in the set, resolved to Service and namespace. */
export function redisClients(context: ManifestModel): readonly RedisClient[] {
  const found: RedisClient[] = [];
  for (const { entry, text: words, path } of namedTexts(context)) {
    for (const [url] of words.matchAll(/\brediss?:\/\/[^\s"'`,;]+/g)) {
      const host = parseUrl(url)?.host;
      if (host === undefined) continue;
      const parts = host.replace(/\.svc.*$/, '').split('.');
      const pod = /-\d+$/.test(parts[0] ?? '') ? parts.shift() : undefined;
      const [service = '', namespace = entry.namespace] = parts;
      found.push({ entry, path, host, service, namespace, ...(pod === undefined ? {} : { pod }) });
    }
  }
  return found;
}
