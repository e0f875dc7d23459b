import type { KubernetesObject } from '../../kubernetes/object';
import { dig, type Fields, fields, list, text, textMap } from '../fields';
import type { Entry } from './entry';
import { parseUrl } from './hosts';
import type { ManifestModel } from './manifest-model';

/** A trigger, wherever it stands. */
export interface Trigger {
  readonly trigger: Fields;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Path below the object. */
  readonly path: string;
}

/** A trigger of a ScaledJob or ScaledObject. */
export interface KedaTrigger extends Trigger {
  readonly entry: Entry;
}

/** The triggers of one ScaledJob or ScaledObject. */
export function triggersOf(object: KubernetesObject): readonly Trigger[] {
  return list(fields(object.spec).triggers).map((item, index) => {
    const trigger = fields(item);
    const metadata = textMap(trigger.metadata);
    return { trigger, type: text(trigger.type) ?? '', metadata, path: `spec.triggers[${index}]` };
  });
}

/** All triggers of all ScaledJobs and ScaledObjects. */
export function kedaTriggers(context: ManifestModel): readonly KedaTrigger[] {
  return context.memo('keda-triggers', () =>
    [...context.ofKind('keda.sh/ScaledJob'), ...context.ofKind('keda.sh/ScaledObject')].flatMap((entry) =>
      triggersOf(entry.object).map((trigger) => ({ entry, ...trigger })),
    ),
  );
}

/** RabbitMQ triggers of ScaledJobs. */
export function rabbitmqTriggers(context: ManifestModel): readonly KedaTrigger[] {
  return kedaTriggers(context).filter(({ entry, type }) => entry.kind === 'ScaledJob' && type === 'rabbitmq');
}

/** The protocol a RabbitMQ trigger speaks: as given, or after the scheme of its host; undefined if the host is in a Secret. */
export function protocolOf({ metadata }: Trigger): 'http' | 'amqp' | undefined {
  const { protocol, host } = metadata;
  if (protocol === 'http' || protocol === 'amqp') return protocol;
  const scheme = parseUrl(host ?? '')?.scheme;
  if (scheme === undefined) return undefined;
  return scheme.startsWith('http') ? 'http' : 'amqp';
}

/** The virtual host that a RabbitMQ trigger looks into: named, or the path of its host; undefined if neither says. */
export function vhostOf({ metadata }: Trigger): string | undefined {
  const { vhostName = '', host = '' } = metadata;
  if (vhostName !== '') return vhostName;
  const path = parseUrl(host)?.path.replace(/^\/|\?.*$/g, '') ?? '';
  if (path === '') return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // no percent encoding: as it is written
  }
}

/** Namespace of the broker that a trigger asks: the one its host names, else that of the ScaledJob. */
export function brokerNamespace(trigger: KedaTrigger): string {
  const host = parseUrl(trigger.metadata.host ?? '')?.host ?? '';
  return host.split('.')[1] ?? trigger.entry.namespace;
}

/** Strategy of a ScaledJob, `default` if none is given. */
export function strategyOf(entry: Entry): string {
  return text(dig(entry.spec, 'scalingStrategy', 'strategy')) ?? 'default';
}
