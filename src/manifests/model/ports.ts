import { type Fields, fields, list, number, text } from '../fields';
import type { DeclaredPort, NetworkPort } from '../network';
import type { Entry } from './entry';
import type { PodTemplate } from './pod-template';

/** The ports that the containers of a pod declare, sidecars (init containers that go on) too. */
export function declaredPorts(template: PodTemplate): readonly DeclaredPort[] {
  return template.containers.flatMap((container) =>
    list(container.fields.ports).flatMap((item) => {
      const { name, containerPort, protocol } = fields(item);
      if (typeof containerPort !== 'number') return [];
      return [{ name: text(name) ?? '', port: containerPort, protocol: text(protocol) ?? 'TCP' }];
    }),
  );
}

/** Whether a pod declares a port of this number or name. */
export function declares(template: PodTemplate, port: unknown, protocol = 'TCP'): boolean {
  return declaredPorts(template).some(
    (item) => item.protocol === protocol && (typeof port === 'number' ? item.port === port : item.name === port),
  );
}

/** Where a port of a Service leads to: the port of the pods behind it; a headless one changes none. */
export function receivingPort({ spec }: Entry, item: Fields): NetworkPort {
  const { port, targetPort = port, protocol } = item;
  const received = spec.clusterIP === 'None' ? port : targetPort;
  return { port: number(received) ?? text(received), protocol: text(protocol) };
}

/** Whether a pod is on the network of its node: policies are not for it. */
export function isOnNode({ spec }: PodTemplate): boolean {
  return spec.hostNetwork === true;
}
