import type { IEndpoint } from 'cdk8s-tiers';
import { KubeObject, keepUntilConfirmed } from 'cdk8s-tiers';
import { ComponentConstruct, type Flow, type PodPeer, serviceHost } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

const apiVersion = 'kafka.strimzi.io/v1';
const cluster = 'strimzi.io/cluster';

/** A Kafka of three, run by Strimzi: an operator makes its pods, with the label `strimzi.io/cluster`. */
export class Kafka extends ComponentConstruct {
  readonly pods = this.component.pods!;
  readonly address =
    `${serviceHost(this.root.environment, `${this.component.name}-kafka-bootstrap`, this.namespace)}:9092`;

  constructor(scope: Construct, name: string) {
    super(scope, name, { podLabels: () => ({ [cluster]: name }) });
    // Strimzi's own policy lets in nobody else: connections do.
    const networkPolicyPeers = [{ podSelector: { matchLabels: { [cluster]: name } } }];
    const listeners = [{ name: 'plain', port: 9092, type: 'internal', tls: false, networkPolicyPeers }];
    this.node.defaultChild = new KubeObject(
      this,
      'cluster',
      { apiVersion, kind: 'Kafka', name, annotations: keepUntilConfirmed },
      () => ({ spec: { kafka: { listeners }, entityOperator: { topicOperator: {} } } }),
    );
    const volumes = [{ id: 0, type: 'persistent-claim', size: '20Gi', deleteClaim: false, kraftMetadata: 'shared' }];
    new KubeObject(
      this,
      'nodes',
      {
        apiVersion,
        kind: 'KafkaNodePool',
        name: `${name}-nodes`,
        labels: { [cluster]: name },
        annotations: keepUntilConfirmed,
      },
      () => ({ spec: { replicas: 3, roles: ['controller', 'broker'], storage: { type: 'jbod', volumes } } }),
    );
    this.openInside();
  }

  /** Brokers among themselves, and the topic operator's API server: what Strimzi needs and nobody connects. */
  private openInside(): void {
    const { apiServerCidrs: cidrs, apiServerPort } = this.root.environment.cluster;
    const ports = [{ port: 9090 }, { port: 9091 }];
    const api = { kind: 'addresses', cidrs, name: 'API server' } as const;
    const flows: Omit<Flow, 'origin'>[] = [
      { from: this.pods, to: this.pods, ports, purpose: 'replication and topics' },
      { from: this.pods, to: api, ports: [{ port: apiServerPort }], purpose: 'topics as objects' },
    ];
    for (const flow of flows) this.topology.allow({ ...flow, origin: 'derived' });
  }
}

/** A topic: its clients get `<PREFIX>_BROKERS` and `<PREFIX>_TOPIC`, and come after it. */
export class Topic extends ComponentConstruct implements IEndpoint<'brokers' | 'topic'> {
  readonly name = this.component.name;
  readonly target: PodPeer;
  readonly ports = [{ port: 9092 }];

  constructor(
    private readonly kafka: Kafka,
    name: string,
    spec: { readonly partitions: number; readonly replicas: number },
  ) {
    super(kafka, name);
    this.target = kafka.pods;
    const labels = { [cluster]: kafka.component.name };
    this.node.defaultChild = new KubeObject(
      this,
      'topic',
      { apiVersion, kind: 'KafkaTopic', name, labels, annotations: keepUntilConfirmed },
      () => ({ spec }),
    );
    this.topology.order(this.component, kafka.component);
  }

  get parts() {
    return { brokers: this.kafka.address, topic: this.name };
  }
}
