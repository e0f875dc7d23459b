import { parseImage } from '../../domain/images';
import { brokerNamespace, protocolOf, rabbitmqTriggers } from '../../domain/keda';
import { brokersIn } from '../../domain/rabbitmq';
import type { Rule } from '../../rule';

export const rabbitmqManagementImage: Rule = {
  id: 'rabbitmq-management-image',
  title: 'the trigger asks the management API of a broker image that has none',
  severity: 'error',
  why: 'the image without management switches the metrics collector off: even with the plugin the API gives no message counts, and KEDA reads 0',
  mend: 'use the tag with -management',
  source: 'RabbitMQ image, conf.d/20-management_agent.disable_metrics_collector.conf',
  *check(context) {
    for (const trigger of rabbitmqTriggers(context)) {
      if (protocolOf(trigger) !== 'http') continue;
      for (const { template, path, image } of brokersIn(context, brokerNamespace(trigger))) {
        const { repository, tag } = parseImage(image);
        if (/^(?:docker\.io\/)?(?:library\/)?rabbitmq$/.test(repository) && tag !== '' && !tag.includes('management'))
          yield { entry: template.entry, field: `${path}.image`, value: image };
      }
    }
  },
};
