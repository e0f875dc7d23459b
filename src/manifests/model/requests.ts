import { quantityNumber } from '../../kubernetes/quantity';
import { fields } from '../fields';
import type { ContainerAt, PodTemplate } from './pod-template';

/**
 * What the scheduler sets aside for one pod, in cores or bytes: its containers and the sidecars beside them, or the greatest init
 * container with the sidecars that started before it, whichever is more (Kubernetes docs, sidecar containers). What the pod as a
 * whole requests, if it says, counts instead.
 */
export function podRequest(template: PodTemplate, resource: 'cpu' | 'memory'): number {
  const whole = requestIn(template.spec.resources, resource);
  const own = quantityNumber(fields(template.spec.overhead)[resource]) ?? 0;
  if (whole !== undefined) return whole + own;
  const asks = (container: ContainerAt): number => requestIn(container.fields.resources, resource) ?? 0;
  const inRole = (role: ContainerAt['role']) => template.containers.filter((container) => container.role === role);
  let sidecars = 0;
  let starting = 0;
  for (const container of inRole('init')) {
    const isSidecar = container.fields.restartPolicy === 'Always';
    if (isSidecar) sidecars += asks(container);
    starting = Math.max(starting, sidecars + (isSidecar ? 0 : asks(container)));
  }
  const running = inRole('container').reduce((sum, container) => sum + asks(container), sidecars);
  return Math.max(running, starting) + own;
}

/** The request for a resource; where only a limit is given, the API server takes it for the request. */
function requestIn(resources: unknown, resource: string): number | undefined {
  const { requests, limits } = fields(resources);
  return quantityNumber(fields(requests)[resource]) ?? quantityNumber(fields(limits)[resource]);
}
