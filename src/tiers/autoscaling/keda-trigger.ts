import type { ScaleTrigger } from '../../endpoints';
import { ProblemsError } from '../../problem';
import { Application, type ComponentConstruct, EnvironmentRoot } from '../../system';
import { foreignPods } from '../../topology';
import { ScalerAuthentication } from './scaler-authentication';

/**
 * A trigger as ScaledJobs and ScaledObjects have it. KEDA gets its login, and may ask the server.
 *
 * @param scope what is scaled: rolled out after the login
 * @param asker what errors call the trigger
 * @param server name of the server, which the login has
 */
export function kedaTrigger(scope: ComponentConstruct, asker: string, server: string, trigger: ScaleTrigger) {
  const { environment, topology } = EnvironmentRoot.of(scope);
  const { type, metadata, metricType, endpoint } = trigger;
  const secret = Object.values(trigger.authentication ?? {}).find(({ namespace }) => namespace !== scope.namespace);
  if (secret) {
    throw ProblemsError.at(
      scope.node.path,
      `${asker} has KEDA log in to '${server}' with Secret '${secret.secretName}' of namespace '${secret.namespace}', but the tier is in '${scope.namespace}': put both into one namespace`,
    );
  }
  const authentication = ScalerAuthentication.for(Application.containing(scope), asker, server, trigger);
  if (authentication) topology.order(scope.component, authentication.component);
  if (endpoint) {
    topology.allow({
      from: foreignPods(environment.operators.keda.namespace, { app: 'keda-operator' }),
      to: endpoint.target,
      ports: endpoint.ports,
      purpose: 'what KEDA scales by',
      origin: 'declared',
    });
  }
  return {
    type,
    metadata: { ...metadata },
    ...(metricType && { metricType }),
    ...(authentication && { authenticationRef: { name: authentication.name } }),
  };
}
