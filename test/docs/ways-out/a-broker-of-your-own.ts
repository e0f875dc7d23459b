import { ApiObject } from 'cdk8s';
import type { IEndpoint, IMessageBroker, ITopic } from 'cdk8s-tiers';
import { ComponentConstruct, serviceHost } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

/** Kafka, run by Strimzi: tiers publish to its topics by `web.publishTo(kafka.topic('orders'))`. */
export class StrimziKafka extends ComponentConstruct implements IMessageBroker {
  readonly name = this.component.name;
  readonly protocol = 'kafka';

  constructor(scope: Construct, id: string) {
    super(scope, id, { podLabels: () => ({ 'strimzi.io/cluster': id }) });
    this.add('Kafka', id, {
      kafka: { listeners: [{ name: 'plain', port: 9092, type: 'internal', tls: false }] },
      entityOperator: { topicOperator: {} },
    });
  }

  topic(name: string): ITopic {
    this.add('KafkaTopic', name, { partitions: 3, replicas: 1 });
    return { kind: 'topic', name, broker: this };
  }

  /** Anyone may: with users and ACLs this is where a KafkaUser for the client is made. */
  grantPublish(): IEndpoint {
    return this.listener;
  }

  grantConsume(): IEndpoint {
    return this.listener;
  }

  private get listener(): IEndpoint {
    const host = serviceHost(this.root.environment, `${this.name}-kafka-bootstrap`, this.namespace);
    return {
      name: this.name,
      component: this.component,
      target: this.component.pods!,
      ports: [{ port: 9092 }],
      parts: { bootstrapServers: `${host}:9092` },
    };
  }

  private add(kind: string, name: string, spec: object): void {
    const labels = { 'strimzi.io/cluster': this.name };
    new ApiObject(this, `${kind}-${name}`, {
      apiVersion: 'kafka.strimzi.io/v1',
      kind,
      metadata: { name, labels },
      spec,
    });
  }
}
