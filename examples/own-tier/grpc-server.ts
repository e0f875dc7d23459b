import type { IGrpcEndpoint, TierProps } from 'cdk8s-tiers';
import { Probe, Tier } from 'cdk8s-tiers';
import { createDeployment, createService, defaultParts, plainParts, serviceHost } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

/** A gRPC server: its clients get `<PREFIX>_ADDRESS`. */
export class GrpcServer extends Tier implements IGrpcEndpoint {
  readonly ports = [{ port: 50051 }];
  readonly host = serviceHost(this.root.environment, this.tier, this.namespace);
  readonly address = `${this.host}:50051`;
  readonly parts = plainParts({ host: this.host, port: 50051 });
  readonly defaultParts = defaultParts.grpc;

  constructor(scope: Construct, id: string, props: TierProps & { readonly image: string }) {
    super(scope, id, props);
    const { tier: name, tier, selectorLabels: selector } = this;
    const ports = [{ name: 'grpc', port: 50051, targetPort: 'grpc' }];
    this.addContainer({ ...props, name, ports, readiness: Probe.tcp() });
    createDeployment(this, { name, tier, selector, template: () => this.template() });
    createService(this, 'service', { name, tier, selector, ports });
  }
}
