import { environmentOf, mountsOf, toldTo } from '../../domain/mounted';
import { brokers, definitionsOf } from '../../domain/rabbitmq';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqGuest: Rule = {
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
        yield { entry: container.template.entry, field: `${container.path}.env`, value: 'RABBITMQ_DEFAULT_USER=guest' };
      const told = /load_definitions|definitions\.|default_user\s*=/.test(toldTo(context, container));
      const named = list(container.fields.env).some((item) => fields(item).name === 'RABBITMQ_DEFAULT_USER');
      const mounted = mountsOf(context, container).some(
        ({ volume }) => volume.secret !== undefined || volume.projected !== undefined || volume.configMap !== undefined,
      );
      if (!told && !named && !mounted && list(container.fields.envFrom).length === 0)
        yield { entry: container.template.entry, field: container.path, value: container.image };
    }
  },
};
