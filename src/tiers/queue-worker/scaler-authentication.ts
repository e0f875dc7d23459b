import { TriggerAuthentication, toJson_TriggerAuthenticationSpec } from '@cdk8s-tiers/imports/keda.sh';
import type { Construct } from 'constructs';
import { KubeObject } from '../../kubernetes';
import { ComponentConstruct } from '../../system';
import type { RabbitMq } from '../rabbitmq';
import type { Tier } from '../tier';

/** How KEDA logs in to a broker's management API: one object for all workers of an Application. */
export class ScalerAuthentication extends ComponentConstruct {
  /** The one of an Application for a broker; made when it is first asked for. */
  static for(application: Construct, broker: RabbitMq): ScalerAuthentication {
    const known = application.node.children.find(
      (child) => child instanceof ScalerAuthentication && child.broker === broker,
    ) as ScalerAuthentication | undefined;
    return known ?? new ScalerAuthentication(application, `${broker.tier}-scaler`, broker);
  }

  readonly name: string;

  private constructor(
    scope: Construct,
    id: string,
    private readonly broker: RabbitMq,
  ) {
    super(scope, id);
    // The Application's name: two of them in one namespace may work off queues of one broker.
    this.name = `${this.application.name}-${id}`;
    const { username, password } = broker.monitoring;
    new KubeObject(
      this,
      'trigger-authentication',
      { ...TriggerAuthentication.GVK, name: this.name, labels: { tier: broker.tier } },
      () => ({
        spec: toJson_TriggerAuthenticationSpec({
          secretTargetRef: [
            { parameter: 'username', name: username.secretName, key: username.key },
            { parameter: 'password', name: password.secretName, key: password.key },
          ],
        }),
      }),
    );
    this.topology.order(this.component, broker.component);
  }

  /** Rolls the worker out after this. */
  before(worker: Tier): void {
    this.topology.order(worker.component, this.component);
  }
}
