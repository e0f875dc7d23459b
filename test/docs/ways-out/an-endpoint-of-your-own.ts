import { ApiObject } from 'cdk8s';
import type { IHttpEndpoint } from 'cdk8s-tiers';
import { ComponentConstruct, defaultParts, httpParts, serviceHost, serviceUrl } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

/** A search server that an operator makes of one object: its pods get a policy, its clients a URL, and it is rolled out before them. */
export class Search extends ComponentConstruct implements IHttpEndpoint {
  readonly name = this.component.name;
  readonly target = this.component.pods!;
  readonly ports = [{ port: 9200 }];
  private readonly host = serviceHost(this.root.environment, `${this.name}-es-http`, this.namespace);
  readonly url = serviceUrl(this.host, 9200);
  readonly parts = httpParts({ host: this.host, port: 9200 });
  readonly defaultParts = defaultParts.http;

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
}
