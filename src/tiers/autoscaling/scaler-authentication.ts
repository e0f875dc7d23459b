import { TriggerAuthentication, toJson_TriggerAuthenticationSpec } from '@cdk8s-tiers/imports/keda.sh';
import type { Construct } from 'constructs';
import type { ScaleTrigger } from '../../endpoints';
import { KubeObject, type SecretKey } from '../../kubernetes';
import { ProblemsError } from '../../problem';
import { ComponentConstruct } from '../../system';

/** How KEDA logs in to a server: one object for all tiers of an Application. */
export class ScalerAuthentication extends ComponentConstruct {
  /**
   * The one of an Application for a server, made when it is first asked for; `undefined` if the trigger needs no login.
   *
   * @param asker what errors call the trigger
   * @throws if another server of this name, or the same with another login, has one already
   */
  static for(
    application: Construct,
    asker: string,
    server: string,
    { authentication, endpoint }: ScaleTrigger,
  ): ScalerAuthentication | undefined {
    if (!authentication) return undefined;
    const id = `${server}-scaler`;
    const known = application.node.tryFindChild(id);
    if (!(known instanceof ScalerAuthentication)) {
      return new ScalerAuthentication(application, id, server, authentication, endpoint);
    }
    if (JSON.stringify(known.login) !== JSON.stringify(authentication)) {
      throw ProblemsError.at(
        application.node.path,
        `${asker} asks for another login of KEDA to '${server}' than a tier before: give it one login for all, or another name`,
      );
    }
    return known;
  }

  /** Name of the TriggerAuthentication. */
  readonly name: string;

  private constructor(
    scope: Construct,
    id: string,
    server: string,
    private readonly login: Readonly<Record<string, SecretKey>>,
    endpoint: ScaleTrigger['endpoint'],
  ) {
    super(scope, id);
    // The Application's name: two of them in one namespace may ask one server.
    this.name = `${this.application.name}-${id}`;
    new KubeObject(
      this,
      'trigger-authentication',
      { ...TriggerAuthentication.GVK, name: this.name, labels: { tier: server } },
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
    if (endpoint?.component) this.topology.order(this.component, endpoint.component);
  }
}
