import { nanosOf, quantityNumber } from '../../kubernetes/quantity';
import { dig, fields } from '../fields';
import type { ContainerAt, PodTemplate } from './pod-template';

/**
 * What the scheduler sets aside for one pod, in cores or bytes. Where only a limit is given, the API server takes it for the request;
 * what the pod as a whole requests, if it says, counts instead of its containers.
 */
export function podRequest(template: PodTemplate, resource: 'cpu' | 'memory'): number {
  const request = (resources: unknown): bigint | undefined =>
    nanosOf(dig(resources, 'requests', resource)) ?? nanosOf(dig(resources, 'limits', resource));
  const nanos = request(template.spec.resources) ?? podTotal(template, request);
  return Number(nanos) / 1e9 + (quantityNumber(fields(template.spec.overhead)[resource]) ?? 0);
}

/**
 * What the containers of one pod ask for at most at a time, in billionths: its containers and the sidecars beside them, or the greatest
 * init container with the sidecars that started before it, whichever is more (Kubernetes docs, sidecar containers).
 *
 * @param ask what a container's `resources` ask for
 */
export function podTotal(template: PodTemplate, ask: (resources: unknown) => bigint | undefined): bigint {
  const asks = (container: ContainerAt): bigint => ask(container.fields.resources) ?? 0n;
  const inRole = (role: ContainerAt['role']) => template.containers.filter((container) => container.role === role);
  let sidecars = 0n;
  let starting = 0n;
  for (const container of inRole('init')) {
    const isSidecar = container.fields.restartPolicy === 'Always';
    if (isSidecar) sidecars += asks(container);
    const now = sidecars + (isSidecar ? 0n : asks(container));
    if (now > starting) starting = now;
  }
  const running = inRole('container').reduce((sum, container) => sum + asks(container), sidecars);
  return running > starting ? running : starting;
}
