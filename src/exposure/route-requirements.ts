import type { OwnRequirement, RequiredPods } from '../requirements';
import { type ControllerPods, controllerNamespace, type UsualPods } from './controller';
import { type ExposedRoute, hostsOf } from './route';

/** The names of a route: whoever keeps the domain lets them lead to the way in. @param to where they have to lead */
export function nameRequirements(route: ExposedRoute, to: string): OwnRequirement[] {
  return hostsOf(route, route.environment).map((name) => ({
    kind: 'DNS name',
    name,
    why: 'nobody finds the host, and no certificate is issued for it over HTTP',
    mend: `add a record that leads to the address of ${to}`,
  }));
}

/** The pods that hand requests on, where the network policies let them in from. @param kind what they are, in words */
export function controllerRequirement(
  kind: string,
  name: string,
  chosen: ControllerPods,
  usual: UsualPods,
): OwnRequirement {
  const { controllerPodLabels: labels = usual.podLabels } = chosen;
  const namespace = controllerNamespace(chosen, usual);
  const pods: RequiredPods = {
    ...(namespace !== undefined && { namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
  return {
    kind,
    name,
    pods,
    why: 'nobody serves the hosts, and the network policies let in these pods alone',
    mend: 'install it, or say by exposure.controllerNamespace and exposure.controllerPodLabels where its pods are',
  };
}
