import type { IngressController } from './ingress-controller';
import { type ExposedRoute, type RouteTarget, targetsOf } from './route';

const grpc = 'grpc';
const speaksGrpc = ({ protocol }: RouteTarget) => protocol === grpc;

/** What a controller has to be told of a route, in its own words. */
export function controllerAnnotations(
  route: ExposedRoute,
  controller: IngressController | undefined,
): Readonly<Record<string, string>> {
  const { maxBodySize, timeout } = route;
  const remote = targetsOf(route).filter(speaksGrpc);
  return {
    ...(maxBodySize && controller?.maxBodySize?.(maxBodySize)),
    ...(timeout && controller?.timeout?.(timeout)),
    ...(remote.length > 0 && controller?.grpc?.(remote).ingress),
  };
}

/** What a controller has to be told of the Service behind a route. */
export function serviceAnnotations(
  target: RouteTarget,
  controller: IngressController | undefined,
): Readonly<Record<string, string>> {
  return speaksGrpc(target) ? { ...controller?.grpc?.([target]).service } : {};
}

/** What a route asks for and its controller can't do, or nobody knows how. */
export function controllerProblems(
  route: ExposedRoute,
  controller: IngressController | undefined,
  known: readonly IngressController[],
): string[] {
  const targets = targetsOf(route);
  const remote = targets.filter(speaksGrpc);
  const wishes = [
    ...(route.maxBodySize ? (['maxBodySize'] as const) : []),
    ...(route.timeout ? (['timeout'] as const) : []),
    ...(remote.length > 0 ? (['grpc'] as const) : []),
  ];
  const { name: environment } = route.environment;
  const told = {
    maxBodySize: 'asks for `maxBodySize`',
    timeout: 'asks for `timeout`',
    grpc: 'leads to a gRPC program',
  };
  if (controller === undefined) {
    const names = known.map(({ name }) => name).join(', ');
    return wishes.map(
      (wish) =>
        `${told[wish]}, and '${environment}' does not say which product serves its Ingresses: give \`exposure.controller\` in its file, one of ${names}`,
    );
  }
  const able = known.filter((other) => wishes.every((wish) => other[wish])).map(({ name }) => name);
  const wrong = wishes
    .filter((wish) => controller[wish] === undefined)
    .map(
      (wish) =>
        `${told[wish]}, which Ingress controller '${controller.name}' of '${environment}' has no annotation for: leave it out, set it at the controller, or take one of ${able.join(', ')}`,
    );
  if (controller.speaksOneProtocol && remote.length > 0 && remote.length < targets.length) {
    const [some, others] = [remote, targets.filter((target) => !speaksGrpc(target))].map((list) =>
      list.map(({ name }) => name).join(', '),
    );
    wrong.push(
      `leads to gRPC (${some}) and to HTTP (${others}), and '${controller.name}' speaks one protocol an Ingress: make a route for each`,
    );
  }
  return wrong;
}
