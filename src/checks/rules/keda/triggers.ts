import { nearest } from '../../../environment/nearest';
import { dig, fields, list } from '../../../manifests/fields';
import { type Entry, kedaTriggers, parseUrl, protocolOf, rabbitmqTriggers, strategyOf } from '../../../manifests/model';
import { each } from '../../builders';
import type { Rule } from '../../rule';
import { triggerTypes } from './trigger-types';

export const triggerRules: readonly Rule[] = [
  {
    id: 'keda-activation',
    title: 'the trigger has a threshold below which it does nothing',
    severity: 'warning',
    why: 'the last messages of the queue are never served',
    mend: 'leave activationValue out',
    source: 'KEDA source, rabbitmq_scaler',
    check: each(rabbitmqTriggers, function* ({ metadata, path }) {
      const { activationValue } = metadata;
      if (activationValue !== undefined && activationValue !== '0')
        yield { field: `${path}.metadata.activationValue`, value: activationValue };
    }),
  },
  {
    id: 'keda-host-qualified',
    title: 'the host of a trigger is a short name',
    severity: 'error',
    why: 'KEDA looks it up from its own namespace, finds nothing, and makes no Job',
    mend: 'write service.namespace.svc.cluster.local',
    source: 'KEDA docs, RabbitMQ trigger',
    check: each(kedaTriggers, function* ({ metadata, path, type }) {
      for (const name of ['host', 'address', 'serverAddress', 'hostName', 'bootstrapServers']) {
        const given = metadata[name];
        if (given === undefined) continue;
        if (type === 'rabbitmq' && name === 'host' && parseUrl(given) === undefined) {
          yield { field: `${path}.metadata.host`, value: given, what: 'the host of a trigger is no address' };
        }
        const host = parseUrl(given)?.host ?? given.split(':')[0] ?? '';
        if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost') yield { field: `${path}.metadata.${name}`, value: host };
      }
    }),
  },
  {
    id: 'keda-metric-type',
    title: 'a trigger of a ScaledJob has a field that only ScaledObjects take',
    severity: 'error',
    why: 'the controller refuses the ScaledJob, and no Job is made',
    mend: 'remove metricType and useCachedMetrics',
    source: 'KEDA source, ScaledJob controller',
    check: each(kedaTriggers, function* ({ entry, trigger, path }) {
      if (entry.kind !== 'ScaledJob') return;
      for (const name of ['metricType', 'useCachedMetrics']) {
        if (trigger[name] !== undefined) yield { field: `${path}.${name}`, value: trigger[name] };
      }
    }),
  },
  {
    id: 'keda-pair',
    title: 'strategy and protocol of the trigger do not belong together',
    severity: 'error',
    why: 'either waiting messages are cancelled out by running Jobs and starve, or many times too many Jobs are made',
    mend: 'use protocol http (management API, port 15672) with the default strategy, left out',
    source: 'KEDA source, scale_jobs and rabbitmq_scaler; own simulation of the loop',
    check: each(rabbitmqTriggers, function* (trigger) {
      const { entry, metadata, path } = trigger;
      const protocol = protocolOf(trigger);
      const strategy = strategyOf(entry);
      const { protocol: given = 'auto' } = metadata;
      if (!['http', 'amqp', 'auto'].includes(given))
        yield { field: `${path}.metadata.protocol`, value: given, what: 'KEDA does not know this protocol' };
      const readyOnly = protocol === 'amqp' || metadata.excludeUnacknowledged === 'true';
      const field = strategy === 'default' ? `${path}.metadata.protocol` : 'spec.scalingStrategy.strategy';
      const value = `${strategy} with ${protocol ?? 'an unknown protocol'}${protocol === 'http' && readyOnly ? ' without unacknowledged messages' : ''}`;
      if (protocol === undefined)
        yield {
          field,
          value,
          what: 'the protocol cannot be seen: it depends on a Secret',
          severity: 'warning',
          mend: 'write protocol: http',
        };
      else if (strategy === 'default' ? readyOnly : strategy === 'custom' || !readyOnly) yield { field, value };
      else if (strategy !== 'default' && !ready(entry)) {
        yield {
          field,
          value,
          what: 'the pair is exact only if a pod takes its message as soon as it runs',
          severity: 'warning',
        };
      }
    }),
  },
  {
    id: 'keda-shared-credentials',
    title: 'KEDA uses the credentials of the worker',
    severity: 'error',
    why: 'the scaler then has the rights to read and write messages, and the protocol of its address is the worker’s',
    mend: 'make a monitoring user for KEDA, with a Secret key of its own',
    source: 'KEDA source, rabbitmq_scaler',
    check: each(kedaTriggers, function* ({ entry, trigger, path, type }, context) {
      const template = context.template(entry);
      const { name, kind = 'TriggerAuthentication' } = fields(trigger.authenticationRef);
      const authentication =
        typeof name === 'string' && kind === 'TriggerAuthentication'
          ? context.find('TriggerAuthentication', entry.namespace, name)
          : undefined;
      if (type !== 'rabbitmq' || template === undefined || authentication === undefined) return;
      const own = new Set(
        template.containers
          .flatMap((container) => list(container.fields.env))
          .map((item) => {
            const { name: secret, key } = fields(dig(item, 'valueFrom', 'secretKeyRef'));
            return `${secret}/${key}`;
          }),
      );
      for (const item of list(authentication.spec.secretTargetRef)) {
        const place = `${fields(item).name}/${fields(item).key}`;
        if (own.has(place)) yield { field: `${path}.authenticationRef.name`, value: place };
      }
    }),
  },
  {
    id: 'keda-trigger-auth',
    title: 'a RabbitMQ trigger has no credentials',
    severity: 'error',
    why: 'the broker refuses KEDA, and no Job is made',
    mend: 'name a TriggerAuthentication with username and password of a monitoring user in authenticationRef',
    source: 'KEDA docs, RabbitMQ trigger',
    check: each(rabbitmqTriggers, function* (trigger, context) {
      const { entry, metadata, path } = trigger;
      const { name, kind = 'TriggerAuthentication' } = fields(trigger.trigger.authenticationRef);
      if (trigger.trigger.authenticationRef !== undefined) {
        const place = kind === 'TriggerAuthentication' ? entry.namespace : '';
        const authentication = context.find(String(kind), place, String(name));
        const parameters = list(authentication?.spec.secretTargetRef).map((item) => fields(item).parameter);
        const hidden =
          authentication === undefined ||
          authentication.spec.secretTargetRef === undefined ||
          parameters.includes('host');
        if (metadata.host === undefined && metadata.hostFromEnv === undefined && !hidden) {
          yield {
            field: `${path}.metadata.host`,
            what: 'a RabbitMQ trigger has no host',
            mend: 'write host: http://service.namespace.svc.cluster.local:15672',
          };
        }
        return;
      }
      if (metadata.hostFromEnv !== undefined) {
        yield {
          field: `${path}.metadata.hostFromEnv`,
          value: metadata.hostFromEnv,
          severity: 'warning',
          what: 'the trigger takes the address of the worker',
          mend: 'give KEDA a monitoring user of its own by a TriggerAuthentication',
        };
      } else if ((parseUrl(metadata.host ?? '')?.user ?? '') === '') yield { field: `${path}.authenticationRef` };
    }),
  },
  {
    id: 'keda-trigger-mode',
    title: 'a RabbitMQ trigger leaves mode or value out, or counts something other than messages',
    severity: 'error',
    why: 'without them KEDA silently takes one Job for 20 messages; rates are no numbers of Jobs',
    mend: "write mode: QueueLength and value: '1'",
    source: 'KEDA source, rabbitmq_scaler',
    check: each(rabbitmqTriggers, function* ({ metadata, path }) {
      if (metadata.mode !== 'QueueLength') yield { field: `${path}.metadata.mode`, value: metadata.mode };
      if (metadata.value !== '1')
        yield {
          field: `${path}.metadata.value`,
          value: metadata.value,
          severity: metadata.value === undefined ? 'error' : 'warning',
        };
    }),
  },
  {
    id: 'keda-trigger-type',
    title: 'the KEDA that we know has no trigger of this type',
    severity: 'warning',
    why: 'a misspelt type builds no scaler, and nothing is ever scaled',
    mend: 'correct the type; for one of a newer KEDA waive the rule',
    source: 'KEDA docs, scalers of 2.20',
    check: each(kedaTriggers, ({ type, path }) => {
      if (type === '' || triggerTypes.has(type)) return undefined;
      const meant = nearest(type, [...triggerTypes]);
      return { field: `${path}.type`, value: type, ...(meant !== undefined && { mend: `did you mean ${meant}?` }) };
    }),
  },
];

/** With this condition a Job counts as pending until it has taken its message. */
function ready(entry: Entry): boolean {
  return list(dig(entry.spec, 'scalingStrategy', 'pendingPodConditions')).includes('Ready');
}
