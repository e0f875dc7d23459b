import { dig, fields, list, text } from '../../../manifests/fields';
import {
  brokerNamespace,
  brokers,
  brokersIn,
  definitionsOf,
  environmentOf,
  mountsOf,
  parseImage,
  protocolOf,
  rabbitmqTriggers,
  toldTo,
} from '../../../manifests/model';
import { each } from '../../builders';
import type { Rule } from '../../rule';

export const brokerRules: readonly Rule[] = [
  {
    id: 'rabbitmq-guest',
    title: 'the broker has the user guest',
    severity: 'error',
    why: 'the official image opens guest/guest to the network, with all rights',
    mend: 'name users of your own in the definitions; with definitions the default user is not made',
    source: 'RabbitMQ image, docker-entrypoint; RabbitMQ docs, access control',
    *check(context) {
      for (const { entry, path, content } of definitionsOf(context)) {
        for (const user of list(content.users))
          if (fields(user).name === 'guest') yield { entry, field: path, value: 'guest' };
      }
      for (const container of brokers(context)) {
        if (environmentOf(context, container).get('RABBITMQ_DEFAULT_USER') === 'guest')
          yield {
            entry: container.template.entry,
            field: `${container.path}.env`,
            value: 'RABBITMQ_DEFAULT_USER=guest',
          };
        const told = /load_definitions|definitions\.|default_user\s*=/.test(toldTo(context, container));
        const named = list(container.fields.env).some((item) => fields(item).name === 'RABBITMQ_DEFAULT_USER');
        const mounted = mountsOf(context, container).some(
          ({ volume }) =>
            volume.secret !== undefined || volume.projected !== undefined || volume.configMap !== undefined,
        );
        if (!told && !named && !mounted && list(container.fields.envFrom).length === 0)
          yield { entry: container.template.entry, field: container.path, value: container.image };
      }
    },
  },
  {
    id: 'rabbitmq-headless',
    title: 'the nodes of the broker cannot find each other before they are ready',
    severity: 'error',
    why: 'a node becomes ready only after it reached its peers, and peers are published only when ready: the cluster never forms',
    mend: 'publishNotReadyAddresses: true on the headless Service of the StatefulSet',
    source: 'RabbitMQ docs, Kubernetes',
    check: each(brokers, function* ({ template }, context) {
      const { entry, replicas } = template;
      const service = context.find('Service', entry.namespace, text(entry.spec.serviceName) ?? '');
      if (entry.kind !== 'StatefulSet' || replicas < 2 || service === undefined) return;
      if (service.spec.publishNotReadyAddresses !== true)
        yield { entry: service, field: 'spec.publishNotReadyAddresses' };
    }),
  },
  {
    id: 'rabbitmq-management-image',
    title: 'the trigger asks the management API of a broker image that has none',
    severity: 'error',
    why: 'the image without management switches the metrics collector off: even with the plugin the API gives no message counts, and KEDA reads 0',
    mend: 'use the tag with -management',
    source: 'RabbitMQ image, conf.d/20-management_agent.disable_metrics_collector.conf',
    check: each(rabbitmqTriggers, function* (trigger, context) {
      if (protocolOf(trigger) !== 'http') return;
      for (const { template, path, image } of brokersIn(context, brokerNamespace(trigger))) {
        const { repository, tag } = parseImage(image);
        if (/^(?:docker\.io\/)?(?:library\/)?rabbitmq$/.test(repository) && tag !== '' && !tag.includes('management'))
          yield { entry: template.entry, field: `${path}.image`, value: image };
      }
    }),
  },
  {
    id: 'rabbitmq-memory',
    title: 'the broker does not know its memory limit',
    severity: 'warning',
    why: 'a relative watermark is computed from what the VM detects, which in a container may be the node: the broker is killed before it stops the publishers',
    mend: 'write vm_memory_high_watermark.absolute, about 0.6 of the limit',
    source: 'RabbitMQ docs, memory',
    check: each(brokers, function* (container, context) {
      if (dig(container.fields, 'resources', 'limits', 'memory') === undefined) return;
      if (!/vm_memory_high_watermark\.absolute/.test(toldTo(context, container))) yield { field: container.path };
    }),
  },
  {
    id: 'rabbitmq-permissions',
    title: 'the definitions name a user or vhost that they do not hold',
    severity: 'error',
    why: 'in 4.x any error in the definitions stops the boot; and a broker with definitions makes no default vhost and user',
    mend: 'add the vhost or user, or correct the name',
    source: 'RabbitMQ docs, definitions',
    check: each(definitionsOf, function* ({ path, content }) {
      if (content.vhosts === undefined && content.users === undefined) return;
      const vhosts = new Set(list(content.vhosts).map((item) => fields(item).name));
      const users = new Set(list(content.users).map((item) => fields(item).name));
      for (const section of ['queues', 'exchanges', 'bindings', 'policies', 'permissions'] as const) {
        for (const item of list(content[section])) {
          const { vhost, user, name } = fields(item);
          if (vhost !== undefined && !vhosts.has(vhost))
            yield { field: path, value: `${section} ${name ?? user ?? ''} in vhost ${vhost}` };
          if (section === 'permissions' && content.users !== undefined && !users.has(user))
            yield { field: path, value: `permissions of ${user}` };
        }
      }
      const permitted = new Set(list(content.permissions).map((item) => fields(item).user));
      for (const name of users)
        if (!permitted.has(name))
          yield {
            field: path,
            value: name,
            severity: 'warning',
            what: 'a user has no permissions on any vhost',
          };
    }),
  },
  {
    id: 'rabbitmq-probes',
    title: 'a probe of the broker does harm',
    severity: 'warning',
    why: 'a CLI check joins the Erlang distribution each time, and check_running keeps a cluster from starting again; a liveness probe kills a broker that recovers',
    mend: 'readiness by tcpSocket on the AMQP port, no liveness probe',
    source: 'RabbitMQ docs, monitoring; cluster operator source',
    check: each(brokers, function* ({ path, fields: container }) {
      if (container.livenessProbe !== undefined)
        yield { field: `${path}.livenessProbe`, what: 'the broker has a liveness probe' };
      const command = list(dig(container, 'readinessProbe', 'exec', 'command')).join(' ');
      if (/rabbitmq|rabbitmqctl/.test(command) && !/\bping\b/.test(command))
        yield { field: `${path}.readinessProbe.exec`, value: command };
    }),
  },
  {
    id: 'rabbitmq-removed-variable',
    title: 'the broker image no longer takes this variable',
    severity: 'error',
    why: 'the container ends at once with an error',
    mend: 'write the setting in a file under /etc/rabbitmq/conf.d',
    source: 'RabbitMQ image, docker-entrypoint since 3.9',
    check: each(brokers, function* ({ path, fields: container }) {
      for (const [index, item] of list(container.env).entries()) {
        const name = text(fields(item).name) ?? '';
        if (removed.test(name)) yield { field: `${path}.env[${index}]`, value: name };
      }
    }),
  },
  {
    id: 'rabbitmq-replicas',
    title: 'the broker has an even number of nodes, or several without parallel start',
    severity: 'error',
    why: 'with two nodes the loss of one stops both (a majority must be up); ordered start waits for peers that it does not start',
    mend: 'use 1 or 3 replicas, and podManagementPolicy: Parallel',
    source: 'RabbitMQ docs, Kubernetes; release notes 4.0',
    check: each(brokers, function* ({ template }) {
      const { entry, replicas } = template;
      if (entry.kind !== 'StatefulSet' || replicas < 2) return;
      if (replicas % 2 === 0) yield { field: 'spec.replicas', value: replicas };
      else if (entry.spec.podManagementPolicy !== 'Parallel')
        yield { field: 'spec.podManagementPolicy', value: entry.spec.podManagementPolicy };
    }),
  },
  {
    id: 'rabbitmq-user-password',
    title: 'a user of the definitions cannot be imported',
    severity: 'error',
    why: 'in 4.x any error in the definitions stops the boot; a user without a password cannot log in',
    mend: 'give each user tags and exactly one of password and password_hash',
    source: 'RabbitMQ source, definitions import',
    check: each(definitionsOf, function* ({ path, content }) {
      for (const item of list(content.users)) {
        const { name, password, password_hash: hash, tags } = fields(item);
        if (password !== undefined && hash !== undefined)
          yield { field: path, value: name, what: 'a user has both password and password_hash' };
        if (tags === undefined) yield { field: path, value: name, what: 'a user has no tags' };
        if (password === undefined && hash === undefined)
          yield {
            field: path,
            value: name,
            severity: 'warning',
            what: 'a user has no password and cannot log in',
          };
      }
    }),
  },
];

const removed = /^RABBITMQ_(?:DEFAULT_(?:PASS|USER)_FILE|VM_MEMORY_HIGH_WATERMARK|(?:MANAGEMENT_)?SSL_\w+)$/;
