import { dig, type Fields, fields, list, text, textMap } from '../fields';
import type { Entry } from './entry';
import { parseUrl } from './hosts';
import type { ManifestModel } from './manifest-model';

/** A trigger of a ScaledJob or ScaledObject. */
export interface KedaTrigger {
  readonly entry: Entry;
  readonly trigger: Fields;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Path below the object. */
  readonly path: string;
}

/** All triggers of all ScaledJobs and ScaledObjects. */
export function kedaTriggers(context: ManifestModel): readonly KedaTrigger[] {
  return context.memo('keda-triggers', () =>
    [...context.ofKind('keda.sh/ScaledJob'), ...context.ofKind('keda.sh/ScaledObject')].flatMap((entry) =>
      list(entry.spec.triggers).map((item, index) => {
        const trigger = fields(item);
        const metadata = textMap(trigger.metadata);
        return { entry, trigger, type: text(trigger.type) ?? '', metadata, path: `spec.triggers[${index}]` };
      }),
    ),
  );
}

/** RabbitMQ triggers of ScaledJobs. */
export function rabbitmqTriggers(context: ManifestModel): readonly KedaTrigger[] {
  return kedaTriggers(context).filter(({ entry, type }) => entry.kind === 'ScaledJob' && type === 'rabbitmq');
}

/** The protocol a RabbitMQ trigger speaks: as given, or after the scheme of its host; undefined if the host is in a Secret. */
export function protocolOf(trigger: KedaTrigger): 'http' | 'amqp' | undefined {
  const { protocol, host } = trigger.metadata;
  if (protocol === 'http' || protocol === 'amqp') return protocol;
  const scheme = parseUrl(host ?? '')?.scheme;
  if (scheme === undefined) return undefined;
  return scheme.startsWith('http') ? 'http' : 'amqp';
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
