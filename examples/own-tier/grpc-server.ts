import type { EnvValue, IGrpcEndpoint, TierProps } from 'cdk8s-tiers';
import { Tier } from 'cdk8s-tiers';
import { createDeployment, createService, Probe, serviceHost } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

/** A gRPC server: its clients get `<PREFIX>_ADDRESS`. */
export class GrpcServer extends Tier implements IGrpcEndpoint {
  readonly ports = [{ port: 50051 }];
  readonly address = `${serviceHost(this.root.environment, this.tier, this.namespace)}:50051`;

  constructor(scope: Construct, id: string, props: TierProps & { readonly image: string }) {
    super(scope, id, props);
    const { tier: name, tier, selectorLabels: selector } = this;
    const ports = [{ name: 'grpc', port: 50051, targetPort: 'grpc' }];
    this.addContainer({ ...props, name, ports, readiness: Probe.tcp(50051) });
    createDeployment(this, { name, tier, selector, template: () => this.template() });
    createService(this, 'service', { name, tier, selector, ports });
  }

  clientEnv(prefix: string): Record<string, EnvValue> {
    return { [`${prefix}_ADDRESS`]: this.address };
  }
}
