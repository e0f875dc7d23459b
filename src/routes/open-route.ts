import type { Construct } from 'constructs';
import {
  accessAnnotations,
  type ExposedRoute,
  type Exposure,
  hostsOf,
  prefixOf,
  routeProblems,
  targetsOf,
} from '../exposure';
import { refuse } from '../problem';
import { Application, EnvironmentRoot } from '../system';
import { claim } from './claims';
import { OtherPods } from './other-pods';
import type { RouteEnd } from './routable';

/** A route as it is opened: what it asks for, and where its paths lead. */
export interface OpenedRoute extends Omit<ExposedRoute, 'environment' | 'namespace' | 'paths'> {
  readonly paths: readonly { readonly path: string; readonly target: RouteEnd }[];
}

/**
 * Opens a route the way its environment exposes: makes its objects below a construct, and lets in who comes.
 *
 * @throws ProblemsError with everything that is wrong with it, what another route has already included
 */
export function openRoute(scope: Construct, opened: OpenedRoute): void {
  const root = EnvironmentRoot.of(scope);
  const { exposure } = root.edges;
  const application = Application.containing(scope);
  const { path: where } = scope.node;
  const access = opened.access ?? exposure.access;
  const annotations = { ...(!exposure.isLocal && accessAnnotations(access)), ...opened.annotations };
  const { environment } = root;
  const route: ExposedRoute = { ...opened, access, annotations, environment, namespace: application.destination };
  const wrong = [...routeProblems(opened), ...opened.paths.flatMap(({ target }) => placeProblems(target, application))];
  if (wrong.length === 0) wrong.push(...networkProblems(route, exposure), ...(exposure.problemsOf?.(route) ?? []));
  if (wrong.length === 0) wrong.push(...claim(root, where, (exposure.claimsOf ?? addressesOf)(route)));
  refuse(where, [...new Set(wrong)]);
  root.requirements.add(scope, ...(exposure.requirementsOf?.(route) ?? []));
  const ends = targetsOf(opened);
  for (const end of ends) {
    const form = exposure.serviceOf?.(route, end);
    if (form) end.useService(form);
  }
  for (const { from, purpose, to, ports } of exposure.expose(scope, route)) {
    const goals = to ? [{ pods: OtherPods.in(application, to.name, to.podLabels).pods, ports: [] }] : ends;
    for (const goal of goals) {
      root.topology.allow({ from, to: goal.pods, ports: ports ?? goal.ports, purpose, origin: 'derived' });
    }
  }
}

/** A list of networks that nobody keeps to would be worse than none. */
function networkProblems({ access, environment }: ExposedRoute, { isLocal, limitsNetworks }: Exposure): string[] {
  if (!access?.networks || isLocal || limitsNetworks) return [];
  return [
    `asks for \`access.networks\`, which exposure by ${environment.exposure.type} in '${environment.name}' can't keep to: limit them where requests come in, and say so by \`access.guardedBy\``,
  ];
}

/** Each host with each path: what no other route may have. */
function addressesOf(route: ExposedRoute): string[] {
  return hostsOf(route, route.environment).flatMap((host) =>
    route.paths.map(({ path }) => `'${host}${prefixOf(path)}'`),
  );
}

function placeProblems({ name, component, pods }: RouteEnd, { destination, node }: Application): string[] {
  const environment = (path: string) => path.split('/')[0];
  if (environment(component.path) !== environment(node.path)) {
    return [`can't lead to '${component.path}', which is part of another environment: make a route for each`];
  }
  if (pods.namespace === destination) return [];
  return [
    `can't lead to '${name}' of namespace '${pods.namespace}' from '${destination}': put the route into an Application of '${pods.namespace}'`,
  ];
}
