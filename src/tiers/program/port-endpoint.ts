import { defaultParts, type HttpPart, type IEndpoint, plainParts, serviceUrl } from '../../endpoints';
import type { Component, Peer } from '../../topology';
import { policyPort, portNamed, type ResolvedPort } from './ports';

/** A tier behind a Service, as far as clients of its ports need it. */
export interface PortOwner {
  readonly name: string;
  readonly component: Component;
  readonly target: Peer;
}

/** Parts that clients of a port get where they name none; those of other protocols get host and port. */
const defaultsOf: Readonly<Record<string, readonly HttpPart[]>> = {
  http: defaultParts.http,
  https: defaultParts.http,
  grpc: defaultParts.grpc,
};

/** What clients of a port are told, as its protocol has it. @param host name of the Service */
export function partsOfPort(
  host: string,
  { servicePort: port, protocol }: Pick<ResolvedPort, 'servicePort' | 'protocol'>,
): Required<Pick<IEndpoint<HttpPart>, 'parts' | 'defaultParts'>> {
  const isWeb = Object.hasOwn(defaultsOf, protocol);
  return {
    parts: { url: isWeb ? serviceUrl(host, port, protocol === 'https') : undefined, ...plainParts({ host, port }) },
    defaultParts: isWeb ? defaultsOf[protocol]! : defaultParts.plain,
  };
}

/**
 * One of a tier's ports as an endpoint. The first has the name of the tier, the others that of the port behind it.
 *
 * @param host name of the Service
 * @throws if the tier has no port of that name
 */
export function portEndpoint(
  { name, component, target }: PortOwner,
  host: string,
  ports: readonly ResolvedPort[],
  wanted: string,
): IEndpoint<HttpPart> {
  const port = portNamed(ports, wanted);
  return {
    name: port === ports[0] ? name : `${name}-${wanted}`,
    component,
    target,
    ports: [policyPort(port)],
    ...partsOfPort(host, port),
  };
}
