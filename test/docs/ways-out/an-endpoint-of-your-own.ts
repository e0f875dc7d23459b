import { ApiObject } from 'cdk8s';
import type { EnvValue, IHttpEndpoint } from 'cdk8s-tiers';
import { ComponentConstruct, serviceHost } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

/** A search server that an operator makes of one object: its pods get a policy, its clients a URL, and it is rolled out before them. */
export class Search extends ComponentConstruct implements IHttpEndpoint {
  readonly name = this.component.name;
  readonly target = this.component.pods!;
  readonly ports = [{ port: 9200 }];
  readonly url = `http://${serviceHost(this.root.environment, `${this.name}-es-http`, this.namespace)}:9200`;

  constructor(scope: Construct, id: string) {
    // As the operator labels them.
    super(scope, id, { podLabels: () => ({ 'elasticsearch.k8s.elastic.co/cluster-name': id }) });
    new ApiObject(this, 'cluster', {
      apiVersion: 'elasticsearch.k8s.elastic.co/v1',
      kind: 'Elasticsearch',
      metadata: { name: id },
      spec: { version: '9.2.0', nodeSets: [{ name: 'all', count: 1 }] },
    });
  }

  clientEnv(prefix: string): Record<string, EnvValue> {
    return { [`${prefix}_URL`]: this.url };
  }
}
