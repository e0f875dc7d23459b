import { fields, list, text } from '../fields';
import type { DeclaredPort } from '../network';
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
