import { Tier, type TierProps } from 'cdk8s-tiers';
import { createDeployment, Volume } from 'cdk8s-tiers/kit';
import type { Construct } from 'constructs';

/** A program that works by itself and serves nothing, with all that every tier has. */
export class Daemon extends Tier {
  constructor(scope: Construct, id: string, props: TierProps & { readonly image: string }) {
    super(scope, id, props);
    this.addContainer({
      name: this.tier,
      image: props.image,
      resources: props.resources,
      env: props.env,
      mounts: [{ volume: Volume.scratch('tmp'), path: '/tmp' }],
    });
    createDeployment(this, {
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      template: () => this.template(),
    });
  }
}
