import { accessAnnotations } from './access';
import type { IngressController } from './ingress-controller';
import { type ExposedRoute, type RouteTarget, rawProblems, targetsOf } from './route';

type Annotations = Readonly<Record<string, string>>;

/** Protocols that no controller speaks unless it is told to: HTTP/2 without TLS, and TLS. */
const special = ['grpc', 'https'];

/** What a controller has to be told of a route, in its own words. */
export function controllerAnnotations(route: ExposedRoute, controller: IngressController | undefined): Annotations {
  const { maxBodySize, timeout, access } = route;
  const spoken = [...byProtocol(route)].map(
    ([protocol, targets]) => controller?.protocols?.[protocol]?.(targets).ingress ?? {},
  );
  return Object.assign(
    {},
    maxBodySize && controller?.maxBodySize?.(maxBodySize),
    timeout && controller?.timeout?.(timeout),
    access?.networks && controller?.networks?.(access.networks),
    ...spoken,
  );
}

/** What an Ingress says of who may come in, where an annotation of its controller keeps strangers out and nobody has said so in words. */
export function guardAnnotations(
  given: Annotations,
  { access }: ExposedRoute,
  controller: IngressController,
): Annotations {
  const guard = access ? undefined : controller.guards?.find((name) => Object.hasOwn(given, name));
  return guard === undefined ? {} : accessAnnotations({ guardedBy: guard });
}

/** What a controller has to be told of the Service behind a route. */
export function serviceAnnotations(target: RouteTarget, controller: IngressController | undefined): Annotations {
  return controller?.protocols?.[target.protocol]?.([target]).service ?? {};
}

/** What a route asks for and its controller can't do, or nobody knows how. */
export function controllerProblems(
  route: ExposedRoute,
  controller: IngressController | undefined,
  known: readonly IngressController[],
): string[] {
  const wrong = rawProblems(route, 'an Ingress');
  const { name: environment } = route.environment;
  const wishes = wishesOf(route);
  if (controller === undefined) {
    const names = known.map(({ name }) => name).join(', ');
    const mend = `give \`exposure.controller\` in its file, one of ${names}`;
    const unknown = `'${environment}' does not say which product serves its Ingresses: ${mend}`;
    return [...wrong, ...wishes.map(({ what }) => `${what}, and ${unknown}`)];
  }
  const able = known.filter((other) => wishes.every(({ isKnownTo }) => isKnownTo(other))).map(({ name }) => name);
  for (const { what, isKnownTo } of wishes) {
    if (isKnownTo(controller)) continue;
    wrong.push(
      `${what}, which Ingress controller '${controller.name}' of '${environment}' has no annotation for: leave it out, set it at the controller, or take one of ${able.join(', ')}`,
    );
  }
  return [...wrong, ...mixtureProblems(route, controller)];
}

/** Something that a controller has to be told, and how to see whether it can be. */
interface Wish {
  readonly what: string;
  isKnownTo(controller: IngressController): boolean;
}

function wishesOf(route: ExposedRoute): Wish[] {
  const limits = (['maxBodySize', 'timeout'] as const).filter((limit) => route[limit]);
  return [
    ...limits.map((limit) => ({
      what: `asks for \`${limit}\``,
      isKnownTo: (controller: IngressController) => controller[limit] !== undefined,
    })),
    ...(route.access?.networks ?? []).slice(0, 1).map(() => ({
      what: 'asks for `access.networks`',
      isKnownTo: ({ networks }: IngressController) => networks !== undefined,
    })),
    ...[...byProtocol(route)]
      .filter(([protocol]) => special.includes(protocol))
      .map(([protocol, targets]) => ({
        what: `leads to ${named(targets)}, where ${protocol} is spoken`,
        isKnownTo: (controller: IngressController) => controller.protocols?.[protocol] !== undefined,
      })),
  ];
}

/** One annotation of the Ingress says what all of its programs speak. */
function mixtureProblems(
  route: ExposedRoute,
  { name, speaksOneProtocol, protocols = {} }: IngressController,
): string[] {
  if (!speaksOneProtocol) return [];
  const groups = new Map<string, RouteTarget[]>();
  for (const target of targetsOf(route)) {
    const spoken = protocols[target.protocol] ? target.protocol : 'http';
    groups.set(spoken, [...(groups.get(spoken) ?? []), target]);
  }
  if (groups.size < 2) return [];
  const told = [...groups].map(([protocol, targets]) => `${protocol} (${named(targets)})`).join(' and ');
  return [`leads to ${told}, and '${name}' speaks one protocol an Ingress: make a route for each`];
}

function byProtocol(route: ExposedRoute): ReadonlyMap<string, RouteTarget[]> {
  const found = new Map<string, RouteTarget[]>();
  for (const target of targetsOf(route)) {
    found.set(target.protocol, [...(found.get(target.protocol) ?? []), target]);
  }
  return found;
}

function named(targets: readonly RouteTarget[]): string {
  return targets.map(({ name }) => name).join(', ');
}
