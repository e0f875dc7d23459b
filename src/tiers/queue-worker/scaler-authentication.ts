import { TriggerAuthentication, toJson_TriggerAuthenticationSpec } from '@cdk8s-tiers/imports/keda.sh';
import type { Construct } from 'constructs';
import type { IQueue, QueueScaler } from '../../endpoints';
import { KubeObject, type SecretKey } from '../../kubernetes';
import { ProblemsError } from '../../problem';
import { ComponentConstruct } from '../../system';

/** How KEDA logs in to a broker: one object for all workers of an Application. */
export class ScalerAuthentication extends ComponentConstruct {
  /**
   * The one of an Application for a queue's broker, made when it is first asked for; `undefined` if the trigger needs no login.
   * @throws if another broker of this name, or the same with another login, has one already
   */
  static for(application: Construct, { name, broker, scaler }: IQueue): ScalerAuthentication | undefined {
    if (!scaler.authentication) return undefined;
    const id = `${broker.name}-scaler`;
    const known = application.node.tryFindChild(id);
    if (!(known instanceof ScalerAuthentication)) {
      return new ScalerAuthentication(application, id, broker.name, scaler, scaler.authentication);
    }
    if (JSON.stringify(known.login) !== JSON.stringify(scaler.authentication)) {
      throw ProblemsError.at(
        application.node.path,
        `queue '${name}' asks for another login of KEDA to broker '${broker.name}' than the queue of a worker before: give the broker one login for all, or another name`,
      );
    }
    return known;
  }

  /** Name of the TriggerAuthentication. */
  readonly name: string;

  private constructor(
    scope: Construct,
    id: string,
    broker: string,
    { endpoint }: QueueScaler,
    private readonly login: Readonly<Record<string, SecretKey>>,
  ) {
    super(scope, id);
    // The Application's name: two of them in one namespace may work off queues of one broker.
    this.name = `${this.application.name}-${id}`;
    new KubeObject(
      this,
      'trigger-authentication',
      { ...TriggerAuthentication.GVK, name: this.name, labels: { tier: broker } },
      () => ({
        spec: toJson_TriggerAuthenticationSpec({
          secretTargetRef: Object.entries(login).map(([parameter, { secretName, key }]) => ({
            parameter,
            name: secretName,
            key,
          })),
        }),
      }),
    );
    if (endpoint.component) this.topology.order(this.component, endpoint.component);
  }
}
