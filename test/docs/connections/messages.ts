import type { RabbitMqQueue, WebService } from 'cdk8s-tiers';

export function exchangeMessages(web: WebService, orders: RabbitMqQueue, invoices: RabbitMqQueue): void {
  web.publishTo(orders);
  web.consumeFrom(invoices, { env: { CELERY_BROKER_URL: '{url}', CELERY_QUEUE: 'name' } });
}
